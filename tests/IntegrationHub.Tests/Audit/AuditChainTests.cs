using FsCheck;
using FsCheck.Fluent;
using IntegrationHub.Audit;

namespace IntegrationHub.Tests.Audit;

public sealed class AuditChainTests
{
    static readonly TenantId Sundby = new("sundby");

    static readonly AuditLine Line = new()
    {
        At = new DateTimeOffset(2026, 3, 10, 8, 0, 0, TimeSpan.Zero),
        Caller = "desk",
        Role = "agent",
        OnBehalfOf = "anek",
        Action = "lookup",
        Purpose = "The citizen calls",
        Subject = "0b9ac270bd9919e7400e3892ed3f4063",
        Case = null,
        Result = "full",
        TraceId = "4bf92f3577b34da6a3ce929d0e0e4736",
    };

    [Fact]
    public void The_hash_depends_on_the_one_before_the_number_the_tenant_and_every_field()
    {
        var changed = new[]
        {
            Line, Line with { At = Line.At.AddMilliseconds(1) }, Line with { Caller = "other" }, Line with { Role = "specialist" }, Line with { OnBehalfOf = null },
            Line with { Action = "case.read" }, Line with { Purpose = "" }, Line with { Purpose = null }, Line with { Subject = null }, Line with { Case = "x" }, Line with { Result = "none" },
            Line with { TraceId = null }, Line with { Subject = Line.TraceId, TraceId = Line.Subject },
            Line with { Stream = "permits" },
        }.Select(line => Hash(line));

        var elsewhere = new[]
        {
            Convert.ToHexString(AuditChain.Next([1], 1, Sundby, Line)),
            Convert.ToHexString(AuditChain.Next(AuditChain.Start, 2, Sundby, Line)),
            Convert.ToHexString(AuditChain.Next(AuditChain.Start, 1, new TenantId("norrby"), Line)),
        };

        Assert.Equal(17, changed.Concat(elsewhere).Distinct().Count());
    }

    // Computed apart from this code with Python's standard library.
    [Fact]
    public void The_hash_is_what_it_was_when_logs_were_written() =>
        Assert.Equal("c722a90a95ac8695fa02c99be84354332f8001f1ec7069e9a516b8ae9006e314", Hash(Line));

    [Fact]
    public void The_offset_of_a_time_and_what_a_store_cuts_below_a_millisecond_change_nothing()
    {
        Assert.Equal(Hash(Line), Hash(Line with { At = Line.At.ToOffset(TimeSpan.FromHours(2)) }));
        Assert.Equal(Hash(Line), Hash(Line with { At = Line.At.AddTicks(9) }));
    }

    [Theory]
    [InlineData("anna\r\n2026-03-10 admin lookup", "anna\\u000d\\u000a2026-03-10 admin lookup")]
    [InlineData("\u001b[31mred", "\\u001b[31mred")]
    [InlineData("abc\u202Ecba", "abc\\u202ecba")]
    [InlineData("Åsa Öberg", "Åsa Öberg")]
    public void Line_breaks_terminal_sequences_and_direction_signs_become_visible(string written, string harmless)
    {
        var line = AuditChain.Neutralise(Line with { OnBehalfOf = written, Purpose = written });

        Assert.Equal(harmless, line.OnBehalfOf);
        Assert.Equal(harmless, line.Purpose);
    }

    [Fact]
    public void Half_a_character_becomes_visible_because_stores_write_it_differently() =>
        Assert.Equal("half \\ud83d", AuditChain.Neutralise(Line with { OnBehalfOf = "half \uD83D" }).OnBehalfOf);

    [Fact]
    public void Neutralising_twice_changes_nothing_and_keeps_every_text_short()
    {
        Prop.ForAll<string>(text =>
        {
            var once = AuditChain.Neutralise(Line with { Caller = text ?? "", Purpose = string.Concat(Enumerable.Repeat(text, 50)) });
            return AuditChain.Neutralise(once) == once && once.Purpose!.Length <= 500 && Hash(once) == Hash(AuditChain.Neutralise(once));
        }).QuickCheckThrowOnFailure();
    }

    static string Hash(AuditLine line) => Convert.ToHexStringLower(AuditChain.Next(AuditChain.Start, 1, Sundby, line));
}
