namespace IntegrationHub.Audit;

/// <summary>What is wrong with one line of the audit.</summary>
/// <param name="Number">The line's number.</param>
/// <param name="Kind">What is wrong.</param>
/// <param name="Message">The same in words.</param>
public sealed record AuditFinding(long Number, AuditFindingKind Kind, string Message);

/// <summary>What can be wrong with a line.</summary>
public enum AuditFindingKind
{
    /// <summary>It is gone.</summary>
    Missing,

    /// <summary>It, or its hash, was changed; or the lines before it were removed and the rest numbered anew.</summary>
    Changed,

    /// <summary>It stands where another line stood.</summary>
    Moved,
}

/// <summary>Finds lines of the audit that were removed, changed or moved, and says which.</summary>
public static class AuditVerifier
{
    const int Page = 1000;

    /// <summary>Verifies a tenant's whole log.</summary>
    /// <param name="log">The log.</param>
    /// <param name="tenant">The municipality.</param>
    /// <param name="known">A line that is known to have been written, from a copy or an anchor: without one, lines that were cut off at the end are not missed.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async ValueTask<IReadOnlyList<AuditFinding>> VerifyAsync(IAuditLog log, TenantId tenant, WrittenAuditLine? known, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(log);

        var check = new Check(tenant, known);
        var after = 0L;
        while (await log.ReadAsync(tenant, after, Page, cancellationToken) is { Count: > 0 } lines)
        {
            foreach (var line in lines) check.Add(line);
            after = lines.Max(line => line.Number);
        }

        return check.Findings();
    }

    /// <summary>Verifies lines in the order in which they stand in the log, from the first.</summary>
    /// <param name="tenant">The municipality.</param>
    /// <param name="lines">The lines.</param>
    /// <param name="known">A line that is known to have been written, or null.</param>
    public static IReadOnlyList<AuditFinding> Verify(TenantId tenant, IEnumerable<WrittenAuditLine> lines, WrittenAuditLine? known = null)
    {
        ArgumentNullException.ThrowIfNull(lines);

        var check = new Check(tenant, known);
        foreach (var line in lines) check.Add(line);
        return check.Findings();
    }

    sealed class Check(TenantId tenant, WrittenAuditLine? known)
    {
        // Lines that do not fit where they stand; a moved one is recognised by the place that it does fit. Few are kept, so that a destroyed log costs little.
        const int MaxBroken = 64;

        readonly List<AuditFinding> findings = [];
        readonly List<Misfit> misfits = [];
        byte[] previous = [.. AuditChain.Start];
        long number;

        public void Add(WrittenAuditLine line)
        {
            if (line.Number <= number)
            {
                findings.Add(new AuditFinding(line.Number, AuditFindingKind.Moved, $"Line {line.Number} stands behind line {number}."));
                return;
            }

            if (line.Number - number > 1) findings.Add(Missing(number + 1, line.Number - 1));
            // Behind a gap nobody knows the hash before, so the first line there cannot be judged.
            else if (!Fits(line.Line, line.Chain, line.Number, previous)) Keep(new Misfit(line, previous));

            if (line.Number == known?.Number && !string.Equals(line.Chain, known.Chain, StringComparison.OrdinalIgnoreCase))
                findings.Add(new AuditFinding(line.Number, AuditFindingKind.Changed, $"Line {line.Number} has another hash than the one that is known: it, or a line before it, was changed."));
            number = line.Number;
            previous = HashOf(line.Chain);
        }

        public IReadOnlyList<AuditFinding> Findings()
        {
            foreach (var misfit in misfits)
                if (Judge(misfit) is { } finding) findings.Add(finding);
            if (known?.Number > number) findings.Add(Missing(number + 1, known.Number));
            return [.. findings.OrderBy(finding => finding.Number)];
        }

        void Keep(Misfit misfit)
        {
            if (misfits.Count < MaxBroken) misfits.Add(misfit);
            else findings.Add(Changed(misfit.Line.Number));
        }

        AuditFinding? Judge(Misfit misfit)
        {
            var line = misfit.Line;
            var hashes = misfits.Select(other => other.Previous).Concat(misfits.Select(other => HashOf(other.Line.Chain))).ToList();
            // It stands right, and what stands before it does not.
            if (hashes.Any(hash => Fits(line.Line, line.Chain, line.Number, hash))) return null;

            foreach (var place in misfits.Select(other => other.Line.Number).Where(place => place != line.Number))
                if (hashes.Any(hash => Fits(line.Line, line.Chain, place, hash)))
                    return new AuditFinding(line.Number, AuditFindingKind.Moved, $"Line {line.Number} was written as line {place}.");
            return Changed(line.Number);
        }

        bool Fits(AuditLine line, string chain, long place, byte[] before) => AuditChain.Next(before, place, tenant, line).AsSpan().SequenceEqual(HashOf(chain));

        static AuditFinding Missing(long from, long to) =>
            new(from, AuditFindingKind.Missing, from == to ? $"Line {from} is missing." : $"Lines {from} to {to} are missing.");

        static AuditFinding Changed(long number) =>
            new(number, AuditFindingKind.Changed, $"Line {number} or its hash was changed, or a line before it was removed and the rest numbered anew.");

        // What is no hash fits nothing.
        static byte[] HashOf(string chain)
        {
            var hash = new byte[AuditChain.Length];
            return chain.Length == 2 * AuditChain.Length && Convert.FromHexString(chain, hash, out _, out _) == System.Buffers.OperationStatus.Done ? hash : [];
        }

        readonly record struct Misfit(WrittenAuditLine Line, byte[] Previous);
    }
}
