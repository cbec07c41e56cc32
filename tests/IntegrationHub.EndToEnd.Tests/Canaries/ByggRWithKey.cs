using System.Net.Http.Headers;
using IntegrationHub.Adapters.ByggR;
using IntegrationHub.Sources;
using IntegrationHub.WriteBack;

namespace IntegrationHub.EndToEnd.Tests.Canaries;

/// <summary>ByggR behind a gateway that asks for a key, so that there is a secret to be kept.</summary>
sealed class ByggRWithKey : IWriteBackAdapter
{
    readonly ByggRAdapter byggR = new();

    public AdapterManifest Manifest => byggR.Manifest with
    {
        Name = "byggr-with-key",
        Settings = [.. byggR.Manifest.Settings, new("key", SettingKind.Secret, "The gateway's key.") { Required = true }],
    };

    public ISource CreateSource(SourceContext context)
    {
        context.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Key", context.Settings["key"]);
        return byggR.CreateSource(context);
    }

    public IWriteBack CreateWriteBack(WriteBackContext context)
    {
        context.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Key", context.Settings["key"]);
        return byggR.CreateWriteBack(context);
    }
}
