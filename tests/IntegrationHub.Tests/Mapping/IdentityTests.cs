using IntegrationHub.Cases;
using IntegrationHub.Mapping;
using IntegrationHub.Sync;

namespace IntegrationHub.Tests.Mapping;

public sealed class IdentityTests
{
    static IMapping Of(string identity, string key = "id") =>
        Mappings.Of(Mappings.Json("").Replace("  key: id\n", $"  key: {key}\n" + string.Concat(identity.Split('\n').Select(l => $"  {l}\n")), StringComparison.Ordinal));

    static MappingResult Map(IMapping mapping, string json) => mapping.Map(Mappings.JsonRecord(json));

    [Theory]
    [InlineData("""{"id":"A"}""", "A")]
    [InlineData("""{"id":42}""", "42")]
    [InlineData("""{"id":" A "}""", "A")]
    [InlineData("""{"id":"A","rest":""", "A")]
    public void A_key_is_text_whatever_the_source_writes(string json, string expected)
    {
        var read = Of("").TryReadKey(Mappings.JsonRecord(json), out var key);

        Assert.True(read);
        Assert.Equal(expected, key);
    }

    [Theory]
    [InlineData("{}", "IH3016")]
    [InlineData("""{"id":null}""", "IH3016")]
    [InlineData("""{"id":"  "}""", "IH3016")]
    [InlineData("""{"id":{"x":1}}""", "IH3103")]
    public void A_record_without_a_key_is_quarantined(string json, string code)
    {
        var mapping = Of("");

        Assert.Equal((code, "identity.key"), (mapping.Fault(Mappings.JsonRecord(json)).Code, mapping.Fault(Mappings.JsonRecord(json)).Field));
        Assert.False(mapping.TryReadKey(Mappings.JsonRecord(json), out _));
    }

    [Fact]
    public void A_key_that_is_too_long_is_quarantined() =>
        Assert.Equal("IH3017", Of("").Fault(Mappings.JsonRecord($$"""{"id":"{{new string('x', 201)}}"}""")).Code);

    [Fact]
    public void A_record_that_has_no_key_yet_can_be_skipped() => Assert.IsType<MappingResult.Skipped>(Map(Of("missingKey: skip"), "{}"));

    [Fact]
    public void A_totals_row_is_skipped_and_has_no_key()
    {
        var mapping = Of("skip: id == 'Antal'");

        Assert.IsType<MappingResult.Skipped>(Map(mapping, """{"id":"Antal"}"""));
        Assert.False(mapping.TryReadKey(Mappings.JsonRecord("""{"id":"Antal"}"""), out _));
        Assert.True(mapping.TryReadKey(Mappings.JsonRecord("""{"id":"1"}"""), out _));
    }

    [Theory]
    [InlineData("rev | int", "\"7\"", 7L)]
    [InlineData("rev", "7", 7L)]
    [InlineData("rev | datetime", "\"1970-01-01T00:00:00Z\"", 621355968000000000L)]
    [InlineData("rev | date", "\"1970-01-02\"", 621356832000000000L)]
    [InlineData("rev | int", "null", null)]
    public void The_order_is_a_number_or_a_moment(string order, string value, long? expected) =>
        Assert.Equal(expected, ((MappingResult.MappedCase)Map(Of($"order: {order}"), $$"""{"id":"1","rev":{{value}}}""")).Order);

    [Fact]
    public void An_order_that_makes_no_sense_quarantines_the_record() =>
        Assert.Equal(("IH3201", "identity.order"), (Of("order: rev | int").Fault(Mappings.JsonRecord("""{"id":"1","rev":"x"}""")) is var f ? f.Code : "", Of("order: rev | int").Fault(Mappings.JsonRecord("""{"id":"1","rev":"x"}""")).Field));

    [Fact]
    public void A_deletion_tells_its_reason_and_needs_no_other_field()
    {
        var mapping = Of("deleted: s in ['D', 'M']\nerased: s == 'E'\nreason: if(s == 'M', 'merged', 'deleted')");

        Assert.Equal(new MappingResult.Deleted("1", null, TombstoneReason.Merged, false), Map(mapping, """{"id":"1","s":"M"}"""));
        Assert.Equal(new MappingResult.Deleted("1", null, TombstoneReason.Deleted, true), Map(mapping, """{"id":"1","s":"E"}"""));
        Assert.IsType<MappingResult.MappedCase>(Map(mapping, """{"id":"1","s":"A"}"""));
    }

    [Fact]
    public void A_record_may_tell_that_its_case_is_no_longer_wanted_or_became_part_of_another()
    {
        var mapping = Of("deleted: s == 'D'\nerased: s == 'E'\noutOfScope: s == 'O'\nmergedInto: into");

        Assert.Equal(new MappingResult.Deleted("1", null, TombstoneReason.OutOfScope, false), Map(mapping, """{"id":"1","s":"O"}"""));
        Assert.Equal(new MappingResult.Deleted("1", null, TombstoneReason.Merged, false) { MergedInto = "2" }, Map(mapping, """{"id":"1","s":"D","into":"2"}"""));
        Assert.Equal(new MappingResult.Deleted("1", null, TombstoneReason.Deleted, true), Map(mapping, """{"id":"1","s":"E","into":"2"}"""));
        Assert.IsType<MappingResult.MappedCase>(Map(mapping, """{"id":"1","s":"A","into":"1"}"""));
        Assert.IsType<MappingResult.MappedCase>(Map(mapping, """{"id":"1","s":"A","into":" "}"""));
        Assert.Equal("IH3017", mapping.Fault(Mappings.JsonRecord($$"""{"id":"1","into":"{{new string('x', 201)}}"}""")).Code);
    }

    [Fact]
    public void A_record_of_an_event_mapping_is_one_happening()
    {
        var mapping = Mappings.Of("""
            mapping: updates
            version: 1.0.0
            target: event@1
            source: { system: open311, format: json }
            identity:
              order: updated | datetime
              missingKey: skip
            fields:
              caseKey: request
              id: update
              at: updated | datetime
              kind: const('statusChanged')
              text: description
              confidentiality: const('open')
            """);

        var record = Mappings.JsonRecord("""{"request":12,"update":3,"updated":"2026-03-05T12:00:00Z","description":"Lagat"}""");
        var result = Assert.IsType<MappingResult.MappedEvent>(mapping.Map(record));

        var at = new DateTimeOffset(2026, 3, 5, 12, 0, 0, TimeSpan.Zero);
        Assert.Equal(new CaseEvent { CaseKey = "12", Id = "3", At = at, Kind = EventKind.StatusChanged, Text = "Lagat", Confidentiality = Confidentiality.Open }, result.Event);
        Assert.Equal(at.UtcTicks, result.Order);
        Assert.True(mapping.TryReadKey(record, out var key));
        Assert.Equal(EventKeys.Of("12", "3"), key);
        Assert.IsType<MappingResult.Skipped>(mapping.Map(Mappings.JsonRecord("""{"request":12}""")));
    }

    [Fact]
    public void A_happening_is_never_less_closed_than_its_case()
    {
        var mapping = Mappings.Of(Mappings.Json("confidentiality: const('secret')", "lists:\n  timeline:\n    each: e\n    fields: { id: i, at: t | datetime, confidentiality: \"const('open')\" }\n"));

        var result = mapping.Case("""{"id":"1","e":[{"i":1,"t":"2026-03-05T12:00:00Z"}]}""");

        Assert.Equal(Confidentiality.Secret, Assert.Single(result.Timeline).Confidentiality);
    }

    [Fact]
    public void Two_happenings_of_one_id_quarantine_the_record_because_one_would_be_lost()
    {
        var mapping = Mappings.Of(Mappings.Json("", "lists:\n  timeline:\n    each: e\n    fields: { id: i, at: t | datetime }\n"));

        var fault = mapping.Fault(Mappings.JsonRecord("""{"id":"1","e":[{"i":1,"t":"2026-03-05T12:00:00Z"},{"i":1,"t":"2026-03-06T12:00:00Z"}]}"""));

        Assert.Equal(("IH3113", "timeline.id"), (fault.Code, fault.Field));
    }

    [Fact]
    public void A_required_field_without_a_value_quarantines_the_record()
    {
        var mapping = Mappings.Of(Mappings.Json("").Replace("const('Ärende')", "t", StringComparison.Ordinal));

        Assert.Equal(("IH3101", "title"), (mapping.Fault(Mappings.JsonRecord("""{"id":"1","t":" "}""")).Code, mapping.Fault(Mappings.JsonRecord("""{"id":"1"}""")).Field));
    }
}
