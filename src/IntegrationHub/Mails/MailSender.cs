using System.Globalization;
using System.Net;
using System.Net.Mail;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using IntegrationHub.Configuration;

namespace IntegrationHub.Mails;

/// <summary>A mail that is to be sent.</summary>
/// <param name="Id">Its name: the same however often it is sent, so that a mail program shows it once.</param>
/// <param name="To">Who gets it.</param>
/// <param name="Subject">What it is about, in one line.</param>
/// <param name="Text">What it says.</param>
sealed record Mail(string Id, IReadOnlyList<string> To, string Subject, string Text);

/// <summary>What came of sending a mail.</summary>
/// <param name="Taken">Whether the mail server took it.</param>
/// <param name="Fault">Why not. Never who it was for.</param>
sealed record MailOutcome(bool Taken, string? Fault = null)
{
    /// <summary>It was taken.</summary>
    public static MailOutcome Done { get; } = new(true);

    /// <summary>Whether the mail server will never take it: there is no such mailbox.</summary>
    public bool Never { get; init; }
}

/// <summary>Sends mails through the municipality's mail server.</summary>
/// <remarks>
/// The framework's own client: it knows STARTTLS and passwords (LOGIN; neither PLAIN nor CRAM-MD5), and neither TLS from the first byte (port 465) nor OAuth. Mail that was taken may be lost behind the server.
/// </remarks>
/// <param name="values">What references stand for.</param>
sealed class MailSender(ISettingSource values)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Sends a mail once.</summary>
    /// <param name="server">The mail server.</param>
    /// <param name="section">Where <c>hub.yaml</c> tells of it, for what is wrong.</param>
    /// <param name="mail">The mail.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<MailOutcome> SendAsync(MailServerSettings server, string section, Mail mail, CancellationToken cancellationToken)
    {
        var texts = new TextFiller(values);
        var (host, from) = (texts.Of($"{section}.host", server.Host), texts.Of($"{section}.from", server.From));
        var (user, password) = (server.User is { } account ? texts.Of($"{section}.user", account) : null, server.Password is { } secret ? texts.Of($"{section}.password", secret) : null);
        if (texts.Fault is { } missing) return new MailOutcome(false, missing);
        if (!MailAddress.TryCreate(from, out var sender)) return new MailOutcome(false, $"{section}.from is no mail address");

        using var sent = new MailMessage { From = sender, Subject = mail.Subject, Body = mail.Text.ReplaceLineEndings("\r\n") };
        foreach (var one in mail.To) sent.To.Add(one);
        sent.Headers.Add("Message-ID", string.Create(CultureInfo.InvariantCulture, $"<{mail.Id}@{sender.Host}>"));
        // Nobody's holiday answers this.
        sent.Headers.Add("Auto-Submitted", "auto-generated");
        using var client = new SmtpClient(host, server.Port) { EnableSsl = server.Encrypted, Credentials = user is null ? null : new NetworkCredential(user, password) };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await client.SendMailAsync(sent, patience.Token);
            return MailOutcome.Done;
        }
        // What the server says may name a recipient.
        catch (SmtpException fault)
        {
            return new MailOutcome(false, Told(fault, server, section)) { Never = fault.StatusCode is SmtpStatusCode.MailboxUnavailable or SmtpStatusCode.MailboxNameNotAllowed or SmtpStatusCode.UserNotLocalTryAlternatePath };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new MailOutcome(false, $"the mail server took nothing within {Patience.TotalSeconds} s");
        }
        catch (Exception fault) when (fault is IOException or InvalidOperationException or FormatException or AuthenticationException)
        {
            return new MailOutcome(false, $"the mail could not be sent ({fault.GetType().Name})");
        }
    }

    // The client goes on without a sign-in that failed, and tells what the server says to that.
    static string Told(SmtpException fault, MailServerSettings server, string section) => fault switch
    {
        { InnerException: AuthenticationException certificate } when certificate.Message.Contains(nameof(SslPolicyErrors.RemoteCertificateNameMismatch), StringComparison.Ordinal) =>
            $"the mail server's certificate is for another name than {section}.host",
        { InnerException: AuthenticationException certificate } => $"this machine does not trust the mail server's certificate ({Last(certificate.Message)}); whoever signed it must be among the authorities that it trusts",
        { InnerException: SocketException socket } => $"the mail server cannot be reached ({socket.SocketErrorCode})",
        { StatusCode: SmtpStatusCode.GeneralFailure, InnerException: null } when server.Encrypted => "the mail server offers no STARTTLS",
        { StatusCode: SmtpStatusCode.GeneralFailure } => $"the mail server broke off ({fault.InnerException?.GetType().Name ?? "no answer"})",
        { StatusCode: SmtpStatusCode.MustIssueStartTlsFirst } when server.User is not null => $"the mail server does not let {section}.user in with this password (530), or offers no sign-in by LOGIN",
        { StatusCode: SmtpStatusCode.MustIssueStartTlsFirst } => "the mail server wants a user and a password, or encryption (530)",
        _ => $"the mail server answers {(int)fault.StatusCode}",
    };

    static string Last(string message) => message[(message.LastIndexOf(' ') + 1)..];
}
