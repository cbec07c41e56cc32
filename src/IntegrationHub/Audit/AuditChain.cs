using System.Security.Cryptography;
using IntegrationHub.Protection;

namespace IntegrationHub.Audit;

/// <summary>Chains the lines of the audit: each hash is over the one before, so a line that is removed, changed or moved breaks it.</summary>
/// <remarks>
/// The hash is SHA-256 without a key: the log can be checked by somebody who may not read the index. Who can rewrite the whole file can rewrite the chain;
/// what an anchor outside the file holds, they cannot.
/// </remarks>
public static class AuditChain
{
    /// <summary>The length of a hash, in bytes.</summary>
    public const int Length = SHA256.HashSizeInBytes;

    /// <summary>What stands before a tenant's first line, whose number is 1.</summary>
    public static ReadOnlySpan<byte> Start => [];

    /// <summary>The line as it is to be written: line breaks, terminal sequences and direction signs in it made visible. Doing it twice changes nothing.</summary>
    public static AuditLine Neutralise(AuditLine line)
    {
        ArgumentNullException.ThrowIfNull(line);

        return line with
        {
            Caller = AuditText.Clean(line.Caller),
            Role = AuditText.Clean(line.Role),
            OnBehalfOf = Clean(line.OnBehalfOf),
            Action = AuditText.Clean(line.Action),
            Purpose = Clean(line.Purpose),
            Subject = Clean(line.Subject),
            Case = Clean(line.Case),
            Stream = Clean(line.Stream),
            Entry = Clean(line.Entry),
            Result = AuditText.Clean(line.Result),
            TraceId = Clean(line.TraceId),
        };
    }

    /// <summary>The hash of a line: over the hash before, the line's number, the tenant, and the neutralised line. Times count to the millisecond.</summary>
    /// <param name="previous">The hash of the line before; <see cref="Start"/> for the first.</param>
    /// <param name="number">The line's number, from 1 and without gaps.</param>
    /// <param name="tenant">The municipality.</param>
    /// <param name="line">The line; neutralised here if it is not yet.</param>
    public static byte[] Next(ReadOnlySpan<byte> previous, long number, TenantId tenant, AuditLine line)
    {
        ArgumentNullException.ThrowIfNull(line);

        var clean = Neutralise(line);
        var bytes = new CanonicalBytes()
            .Add(previous).Add(number).Add(tenant.Value)
            .Add(clean.At.ToUnixTimeMilliseconds())
            .Add(clean.Caller).Add(clean.Role).Add(clean.OnBehalfOf)
            .Add(clean.Action).Add(clean.Purpose).Add(clean.Subject).Add(clean.Case).Add(clean.Result).Add(clean.TraceId);
        // Only where there is one: lines without a stream keep the hash that they had before lines could name one.
        if (clean.Stream is not null) bytes.Add(clean.Stream);
        // With its name before it, so that it never reads as a stream.
        if (clean.Entry is not null) bytes.Add("entry").Add(clean.Entry);
        return SHA256.HashData(bytes.Written);
    }

    static string? Clean(string? text) => text is null ? null : AuditText.Clean(text);
}
