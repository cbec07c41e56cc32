using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using IntegrationHub.Sources;
using MimeKit;
using MimeKit.Utils;

namespace IntegrationHub.Adapters.Files;

/// <summary>The one e-mail of an <c>.eml</c> file, as a JSON record: who wrote, to whom, when, and what; attachments by their names.</summary>
/// <param name="name">The file's name.</param>
/// <param name="stream">The file.</param>
/// <param name="options">The settings.</param>
internal sealed class MailRecords(string name, Stream stream, FilesOptions options) : FileRecords(name)
{
    // A mapping takes 200,000 characters of a text; what is quoted below an answer is longer than that now and then.
    const int MostText = 100_000;
    const int MostNames = 100;

    static readonly ParserOptions Parsing = new() { MaxMimeDepth = 32, AllowAddressesWithoutDomain = true };
    static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    bool read;

    public override async ValueTask<SourceRecord?> ReadAsync(CancellationToken cancellationToken)
    {
        if (read) return null;

        read = true;
        using var mail = new MemoryStream();
        var block = new byte[64 * 1024];
        while (await stream.ReadAsync(block, cancellationToken) is > 0 and var more)
        {
            if (mail.Length + more > options.MaxMailSize)
                return Broken(mail, string.Create(CultureInfo.InvariantCulture, $"the e-mail is longer than {options.MaxMailSize} bytes (connection.maxMailSize); only its beginning was kept"));

            mail.Write(block, 0, more);
        }

        mail.Position = 0;
        try
        {
            using var message = await MimeMessage.LoadAsync(Parsing, mail, cancellationToken);
            // The parser takes nearly everything: what has none of these was never sent by anybody.
            return message.Headers.Contains(HeaderId.From) || message.Headers.Contains(HeaderId.MessageId)
                ? Record(Write(message), broken: null)
                : Broken(mail, "it is no e-mail: it has neither From nor Message-ID");
        }
        catch (Exception e) when (e is FormatException or ArgumentException or IOException or NotSupportedException or InvalidOperationException)
        {
            // The exception's own message may quote the mail.
            return Broken(mail, $"it cannot be read as an e-mail ({e.GetType().Name})");
        }
    }

    byte[] Write(MimeMessage message)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Writing))
        {
            json.WriteStartObject();
            json.WriteString("file", Name);
            WriteText(json, "messageId", message.MessageId);
            WriteText(json, "inReplyTo", message.InReplyTo);
            json.WriteStartArray("references");
            foreach (var reference in message.References.Take(MostNames)) json.WriteStringValue(reference);
            json.WriteEndArray();
            WriteTime(json, "date", message.Headers.Contains(HeaderId.Date) && message.Date != default ? message.Date : null);
            WriteTime(json, "receivedAt", ReceivedAt(message));
            WriteText(json, "subject", message.Subject);
            WriteAddress(json, "from", message.From.Mailboxes.FirstOrDefault());
            WriteAddress(json, "replyTo", message.ReplyTo.Mailboxes.FirstOrDefault());
            WriteAddresses(json, "to", message.To);
            WriteAddresses(json, "cc", message.Cc);
            // What a machine answers says so: absence notes, delivery reports.
            WriteText(json, "autoSubmitted", message.Headers["Auto-Submitted"]);

            var (text, isHtml) = MailText.Of(message);
            var cut = text.Length > MostText;
            json.WriteString("text", cut ? Whole(text[..MostText]) : text);
            json.WriteBoolean("cut", cut);
            json.WriteBoolean("html", isHtml);
            json.WriteStartArray("attachments");
            foreach (var attachment in message.Attachments.Take(MostNames))
            {
                json.WriteStartObject();
                WriteText(json, "name", NameOf(attachment));
                json.WriteString("type", attachment.ContentType.MimeType);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    // The topmost was added last, by the municipality's own server: the sender's clock may be anything.
    static DateTimeOffset? ReceivedAt(MimeMessage message) =>
        message.Headers[HeaderId.Received] is { } received && received.LastIndexOf(';') is >= 0 and var end && DateUtils.TryParse(received[(end + 1)..], out var at) ? at : null;

    static string? NameOf(MimeEntity attachment) => attachment is MessagePart { Message.Subject: { } subject } && attachment.ContentDisposition?.FileName is null
        ? subject
        : attachment.ContentDisposition?.FileName ?? attachment.ContentType.Name;

    static void WriteAddresses(Utf8JsonWriter json, string field, InternetAddressList addresses)
    {
        json.WriteStartArray(field);
        foreach (var mailbox in addresses.Mailboxes.Take(MostNames)) WriteMailbox(json, mailbox);
        json.WriteEndArray();
    }

    static void WriteAddress(Utf8JsonWriter json, string field, MailboxAddress? mailbox)
    {
        json.WritePropertyName(field);
        if (mailbox is null) json.WriteNullValue();
        else WriteMailbox(json, mailbox);
    }

    static void WriteMailbox(Utf8JsonWriter json, MailboxAddress mailbox)
    {
        json.WriteStartObject();
        WriteText(json, "name", mailbox.Name);
        WriteText(json, "address", mailbox.Address);
        json.WriteEndObject();
    }

    static void WriteText(Utf8JsonWriter json, string field, string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) json.WriteNull(field);
        else json.WriteString(field, text.Trim());
    }

    static void WriteTime(Utf8JsonWriter json, string field, DateTimeOffset? at)
    {
        if (at is { } time) json.WriteString(field, time);
        else json.WriteNull(field);
    }

    // Half a character at the cut is no text.
    static string Whole(string text) => char.IsHighSurrogate(text[^1]) ? text[..^1] : text;

    SourceRecord Broken(MemoryStream mail, string why) => Record(mail.ToArray().AsMemory(0, (int)Math.Min(mail.Length, KeptOfTooLong)), why);

    SourceRecord Record(ReadOnlyMemory<byte> content, string? broken) => new() { Content = content, Format = RecordFormat.Json, Where = Name, Broken = broken };

    public override void Dispose()
    {
    }
}
