using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using IntegrationHub.AspNetCore;

namespace ModelMunicipality.Running;

/// <summary>Something to look up, and what it shows.</summary>
/// <param name="Request">The body of the look-up.</param>
/// <param name="Shows">What the answer shows.</param>
sealed record DemoLookup(DemoRequest Request, string Shows);

/// <summary>The body of a look-up.</summary>
sealed record DemoRequest(string By, string Value, string Purpose);

/// <summary>The file <c>demo.json</c>: everything that a visitor needs, readable by the owner only.</summary>
/// <param name="BaseAddress">Where the API listens.</param>
/// <param name="Keys">The key of each role.</param>
/// <param name="Lookups">What to try.</param>
sealed record DemoFile(Uri BaseAddress, IReadOnlyDictionary<string, string> Keys, IReadOnlyList<DemoLookup> Lookups)
{
    public const string Person = "demo.agent";
    public const string Purpose = "the citizen asks what is happening with the case";

    static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    static readonly JsonSerializerOptions OneLine = new(Options) { WriteIndented = false };

    public static DemoFile Of(Uri baseAddress, IReadOnlyList<ApiKey> keys, IReadOnlyList<DemoLookup> lookups) =>
        new(baseAddress, keys.ToDictionary(k => k.Name, k => k.Secret), lookups);

    /// <summary>Writes <c>demo.json</c>, and the headers that a call with curl takes from a file so that no key stands in a command line.</summary>
    public void Write(DataFolder folder)
    {
        OwnerFile.Write(folder.AgentHeaders, Encoding.UTF8.GetBytes(
            $"X-Api-Key: {Keys["agent"]}\nX-On-Behalf-Of: {Person}\nX-Purpose: {Purpose}\nContent-Type: application/json\n"));
        OwnerFile.Write(folder.Demo, JsonSerializer.SerializeToUtf8Bytes(this, Options));
    }

    /// <summary>A command to paste: the look-up as curl sends it.</summary>
    public string Curl(DataFolder folder, DemoLookup lookup) =>
        $"curl -s -H {Quoted("@" + Path.GetRelativePath(Environment.CurrentDirectory, folder.AgentHeaders))} -d {Quoted(JsonSerializer.Serialize(lookup.Request, OneLine))} {new Uri(BaseAddress, "api/v1/lookups")}";

    static string Quoted(string text) => "'" + text.Replace("'", @"'\''", StringComparison.Ordinal) + "'";
}
