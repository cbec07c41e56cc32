using FsCheck;
using FsCheck.Fluent;
using IntegrationHub.Audit;

namespace IntegrationHub.Tests.Audit;

public sealed class AuditVerifierTests
{
    static readonly TenantId Sundby = new("sundby");
    static readonly List<WrittenAuditLine> Log = Written(10);

    [Fact]
    public void A_log_as_it_was_written_has_no_findings()
    {
        Assert.Empty(AuditVerifier.Verify(Sundby, Log));
        Assert.Empty(AuditVerifier.Verify(Sundby, []));
        Assert.Empty(AuditVerifier.Verify(Sundby, Log, Log[^1]));
    }

    [Fact]
    public void A_changed_line_is_named()
    {
        var log = Log.ToList();
        log[4] = log[4] with { Line = log[4].Line with { Caller = "nobody" } };

        Assert.Equal((5, AuditFindingKind.Changed), Only(log));
    }

    [Fact]
    public void A_removed_line_is_named()
    {
        var log = Log.ToList();
        log.RemoveAt(4);

        Assert.Equal((5, AuditFindingKind.Missing), Only(log));
    }

    [Fact]
    public void Several_removed_lines_are_told_as_one_stretch()
    {
        var finding = Assert.Single(AuditVerifier.Verify(Sundby, Log.Take(2).Concat(Log.Skip(5))));

        Assert.Equal("Lines 3 to 5 are missing.", finding.Message);
    }

    [Fact]
    public void A_removed_line_is_noticed_even_when_the_rest_is_numbered_anew()
    {
        var log = Log.ToList();
        log.RemoveAt(4);
        for (var i = 4; i < log.Count; i++) log[i] = log[i] with { Number = i + 1 };

        Assert.Equal(5, AuditVerifier.Verify(Sundby, log)[0].Number);
    }

    [Fact]
    public void Two_lines_that_changed_places_are_named_and_no_other()
    {
        var log = Log.ToList();
        (log[4], log[5]) = (log[5] with { Number = 5 }, log[4] with { Number = 6 });

        var findings = AuditVerifier.Verify(Sundby, log);

        Assert.Equal([(5, AuditFindingKind.Moved), (6, AuditFindingKind.Moved)], findings.Select(finding => (finding.Number, finding.Kind)));
        Assert.Equal("Line 5 was written as line 6.", findings[0].Message);
    }

    [Fact]
    public void Lines_that_stand_in_another_order_are_noticed()
    {
        var log = Log.ToList();
        log.Reverse(4, 2);

        Assert.Contains(AuditVerifier.Verify(Sundby, log), finding => finding.Kind == AuditFindingKind.Moved);
    }

    [Fact]
    public void Lines_cut_off_at_the_end_are_missed_when_one_of_them_is_known()
    {
        Assert.Equal((8, AuditFindingKind.Missing), Only(Log.Take(7), Log[9]));
        Assert.Empty(AuditVerifier.Verify(Sundby, Log.Take(7)));
    }

    [Fact]
    public void A_log_that_was_wholly_written_anew_does_not_have_the_hash_that_is_known()
    {
        Assert.Equal((10, AuditFindingKind.Changed), Only(Written(10, caller: "forger"), Log[9]));
    }

    [Fact]
    public void The_log_of_another_municipality_does_not_pass()
    {
        Assert.NotEmpty(AuditVerifier.Verify(new TenantId("norrby"), Log));
    }

    [Fact]
    public void A_chain_that_is_no_hash_is_a_finding_and_no_failure()
    {
        var log = Log.ToList();
        log[4] = log[4] with { Chain = "zz" };

        Assert.Contains(AuditVerifier.Verify(Sundby, log), finding => finding.Number == 5);
    }

    [Fact]
    public void Whatever_line_is_touched_something_is_found()
    {
        Prop.ForAll(Gen.Choose(0, 9).ToArbitrary(), Gen.Choose(0, 9).ToArbitrary(), Gen.Choose(0, 3).ToArbitrary(), (at, other, how) =>
        {
            var log = Log.ToList();
            if (how == 0) log[at] = log[at] with { Line = log[at].Line with { Result = "none" } };
            else if (how == 1) log[at] = log[at] with { Chain = Log[other].Chain };
            else if (how == 2) (log[at], log[other]) = (log[other] with { Number = at + 1 }, log[at] with { Number = other + 1 });
            else log.RemoveAt(at);

            var untouched = log.SequenceEqual(Log);
            return untouched == (AuditVerifier.Verify(Sundby, log, Log[9]).Count == 0);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task A_log_is_verified_page_by_page()
    {
        var log = new FakeAuditLog(Written(2_345));

        Assert.Empty(await AuditVerifier.VerifyAsync(log, Sundby, known: null, TestContext.Current.CancellationToken));
        Assert.Equal(3, log.PagesRead - 1);
    }

    static (long, AuditFindingKind) Only(IEnumerable<WrittenAuditLine> log, WrittenAuditLine? known = null)
    {
        var finding = Assert.Single(AuditVerifier.Verify(Sundby, log, known));
        return (finding.Number, finding.Kind);
    }

    static List<WrittenAuditLine> Written(int count, string caller = "desk")
    {
        var lines = new List<WrittenAuditLine>();
        byte[] previous = [.. AuditChain.Start];
        for (var number = 1; number <= count; number++)
        {
            var line = new AuditLine
            {
                At = new DateTimeOffset(2026, 3, 10, 8, 0, 0, TimeSpan.Zero).AddSeconds(number),
                Caller = caller,
                Role = "agent",
                Action = "lookup",
                Purpose = $"Call {number}",
                Result = "full",
            };
            previous = AuditChain.Next(previous, number, Sundby, line);
            lines.Add(new WrittenAuditLine(number, line, Convert.ToHexStringLower(previous)));
        }

        return lines;
    }

    sealed class FakeAuditLog(List<WrittenAuditLine> lines) : IAuditLog
    {
        public int PagesRead { get; private set; }

        public ValueTask AppendAsync(TenantId tenant, IReadOnlyList<AuditLine> added, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<WrittenAuditLine>> ListAsync(TenantId tenant, AuditQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<WrittenAuditLine>> ReadAsync(TenantId tenant, long after, int limit, CancellationToken cancellationToken)
        {
            PagesRead++;
            return new([.. lines.Where(line => line.Number > after).Take(limit)]);
        }
    }
}
