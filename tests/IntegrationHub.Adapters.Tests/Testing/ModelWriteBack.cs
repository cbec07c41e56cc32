using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using IntegrationHub.Faults;
using IntegrationHub.Sources;
using IntegrationHub.WriteBack;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Adapters.Tests.Testing;

/// <summary>What the model adapter writes with: everything right, but for the one defect that is planted in it.</summary>
sealed partial class ModelWriteBack : ILooksUpWrites
{
    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly Defect defect;
    readonly WriteBackContext context;

    public ModelWriteBack(Defect defect, WriteBackContext context)
    {
        (this.defect, this.context) = (defect, context);
        if (context.Kinds.TryGetValue(WriteKind.Note, out var note) && note.GetValueOrDefault("tone") is not ("kind" or "plain") && defect != Defect.WriteSettingNotChecked)
            throw new MisconfiguredException(FaultCodes.InvalidSetting, "writeBack.note.tone", "it is 'kind' or 'plain'.");
    }

    public static IReadOnlyList<WriteCapability> All { get; } =
    [
        new(WriteKind.Note, WriteRepeat.Always) { MaxText = 2000, Settings = [new AdapterSetting("tone", SettingKind.Choice, "How a note sounds.") { Default = "plain", Choices = ["kind", "plain"] }] },
        new(WriteKind.Message, WriteRepeat.AfterLookUp),
        new(WriteKind.Status, WriteRepeat.AfterLookUp),
    ];

    public async ValueTask<WriteReceipt> WriteAsync(WriteCommand command, CancellationToken cancellationToken)
    {
        if (defect == Defect.IgnoresCancellationOfWrites) cancellationToken = CancellationToken.None;
        if (defect == Defect.WritesTheTextIntoTheLog) Careless(context.Logger, command.Text);
        try
        {
            return await SendAsync(command, cancellationToken);
        }
        catch (SourceUnavailableException) when (defect == Defect.WritesAgainByItself)
        {
            return await SendAsync(command, cancellationToken);
        }
        catch (SourceUnavailableException) when (defect == Defect.LostAnswerTakenForSuccess)
        {
            return new WriteReceipt(null);
        }
    }

    async ValueTask<WriteReceipt> SendAsync(WriteCommand command, CancellationToken cancellationToken)
    {
        var id = defect == Defect.AnotherIdAtEachTry ? Guid.NewGuid().ToString() : command.Id.ToString();
        var text = command.Kind == WriteKind.Status ? command.Status! : Text(command);
        if (defect == Defect.WritesOnlyASCII) text = Encoding.ASCII.GetString(Encoding.ASCII.GetBytes(text));
        var path = $"cases/{Uri.EscapeDataString(command.Key!)}/{(command.Kind == WriteKind.Note ? "notes" : command.Kind == WriteKind.Message ? "messages" : "status")}";
        if (defect == Defect.WritesTheTextIntoTheAddress) path += $"?about={Uri.EscapeDataString(text[..Math.Min(text.Length, 200)])}";
        using var request = Request(HttpMethod.Post, path);
        request.Content = new StringContent(JsonSerializer.Serialize(new { id, text }, Plain), Encoding.UTF8, "application/json");
        if (defect == Defect.WriteMarkedAsRead) request.AsRead();
        using var response = await context.Http.SendAsync(request, cancellationToken);
        var content = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        if (defect == Defect.AnyAnswerTakenForSuccess && response.IsSuccessStatusCode) return new WriteReceipt(command.Kind == WriteKind.Status ? null : "n-1");

        var answer = Parse(content);
        if (response.StatusCode == HttpStatusCode.Conflict && command.Kind == WriteKind.Note) return new WriteReceipt(answer.GetProperty("id").GetString());
        if (!response.IsSuccessStatusCode)
        {
            if (defect == Defect.RefusalTakenForSuccess) return new WriteReceipt(null);

            var words = answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("error", out var told) ? told.GetString() : null;
            throw new SourceRefusedException(FaultCodes.Refused, defect == Defect.VendorsWordsInTheMessage ? $"The vendor refused: {words}" : "The vendor refused what was written.")
            {
                VendorText = defect == Defect.VendorsWordsLost ? null : words,
            };
        }

        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("taken", out _)) throw new UnreadableAnswerException(FaultCodes.UnexpectedContent, "The answer was expected to say 'taken' and does not.");
        return new WriteReceipt(answer.GetProperty("id").GetString());
    }

    public async ValueTask<WriteReceipt?> FindAsync(WriteCommand command, CancellationToken cancellationToken)
    {
        if (command.Kind == WriteKind.Status)
        {
            var now = await ReadAsync($"cases/{command.Key}/status", cancellationToken);
            if (now.GetProperty("status").GetString() == command.Status) return new WriteReceipt(null);
            if (now.GetProperty("changed").GetDateTimeOffset() >= command.AskedAt && defect != Defect.OverwritesWhatSomebodySet)
                throw new SourceRefusedException(FaultCodes.Refused, "The case has another status, and it was changed since.");

            return null;
        }

        var text = Text(command);
        var messages = (await ReadAsync($"cases/{command.Key}/messages", cancellationToken)).GetProperty("messages").EnumerateArray().ToList();
        var found = defect switch
        {
            Defect.FindsWhateverIsThere => messages.LastOrDefault(),
            Defect.FindsNothing => default,
            _ => messages.LastOrDefault(m => m.GetProperty("text").GetString() == text),
        };
        return found.ValueKind == JsonValueKind.Undefined ? null : new WriteReceipt(found.GetProperty("id").GetString());
    }

    async ValueTask<JsonElement> ReadAsync(string path, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Get, path).AsRead();
        using var response = await context.Http.SendAsync(request, cancellationToken);
        return Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    HttpRequestMessage Request(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, new Uri($"{context.Settings["url"]}/{path}"));
        request.Headers.TryAddWithoutValidation("X-Key", context.Settings["key"]);
        return request;
    }

    // JSON has no halves of characters.
    static string Text(WriteCommand command) => AdapterKit.WrittenText.ForXml(AdapterKit.WrittenText.WithSubject(command));

    static JsonElement Parse(byte[] content)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw new UnreadableAnswerException(FaultCodes.MalformedAnswer, "The answer is cut, or no JSON.");
        }
    }

    [LoggerMessage(999_903, LogLevel.Information, "Writes {Text}")]
    static partial void Careless(ILogger logger, string text);
}
