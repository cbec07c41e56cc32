using IntegrationHub.Diagnostics;

namespace IntegrationHub.Tests.Mapping;

public sealed class DiagnosticTests
{
    static IReadOnlyList<string> Messages(string yaml, params (string, string)[] files) =>
        [.. Mappings.Compile(yaml, files).Diagnostics.All.Select(d => d.ToString().Replace(Mappings.File + ":", "", StringComparison.Ordinal))];

    [Fact]
    public void A_mapping_with_twelve_mistakes_names_all_twelve_with_place_and_remedy()
    {
        const string yaml = """
            mapping: permits
            version: 1.0
            target: case@1
            sorce: x
            source:
              system: byggr
              format: json
              fields: [id, status.code, status.text, type, opened, fees.amount]
            timezone: Europe/Stokholm
            identity:
              key: id
              order: status.code | lower
            codes:
              permitType:
                map: { NB: new }
              status:
                map: { GRANTED: desided }
            fields:
              title: const('nr #1')
              type: type | lookup(permitTyp)
              status: status.code | lookup(status)
              statusText: stauts.text
              openedAt: opened | datetime | lower
              closedAt: opened | datetime | addDay(70)
              summary: if($done, 'x', 'y')
              dueAt: opened
            """;

        Assert.Equal(
        [
            "2:10: error IH1104: '1.0' is no version; three numbers are expected, for instance 1.0.0",
            "4:1: error IH1101: there is no key 'sorce' here (did you mean 'source'?)",
            "9:11: error IH1104: there is no time zone 'Europe/Stokholm'; use an IANA name such as Europe/Stockholm",
            "12:24: error IH2005: 'order' takes int or date or datetime but gets string; convert it first: x | datetime",
            "14:3: warning IH2007: the code table 'permitType' is not used; use it or delete it",
            "17:21: error IH2010: 'desided' is no case status (did you mean 'decided'?)",
            "19:16: error IH2022: the text is not closed: a space followed by '#' starts a YAML comment; put the whole value in double quotes",
            "20:23: error IH2006: there is no code table 'permitTyp' (did you mean 'permitType'?)",
            "22:15: error IH2002: the source has no field 'stauts' (did you mean 'status'?)",
            "23:33: error IH2005: 'lower' takes string but gets datetime",
            "24:33: error IH2003: there is no function 'addDay' (did you mean 'addDays'?)",
            "25:15: error IH2004: there is no let 'done'",
            "26:10: error IH2005: 'dueAt' takes datetime but gets a source value; convert it first: x | datetime",
        ], Messages(yaml).Where(m => !m.Contains("IH2008", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("statusTxt: x", "12:3: error IH2012: there is no target field 'statusTxt' (did you mean 'statusText'?)")]
    [InlineData("fee: x", "12:3: error IH2012: there is no target field 'fee'; for what the shared model has no field write attributes.fee")]
    [InlineData("status: const('open')", "12:17: error IH2010: 'open' is no case status; there are unknown, received, inProgress, waitingForCitizen, waitingForOther, decided, closed, withdrawn")]
    [InlineData("status: if(x == 'A', 'closed', 'Closed')", "12:34: error IH2010: 'Closed' is no case status (did you mean 'closed'?)")]
    [InlineData("openedAt: x | date", "12:17: error IH2005: 'openedAt' takes datetime but gets date; its first moment is x | startOfDay")]
    [InlineData("title: x\n", "12:3: error IH1006: the key 'title' stands twice; the first is in line 11")]
    [InlineData("summary: x |", "12:15: error IH2001: a function is expected after '|', but the expression ends")]
    [InlineData("summary: (x", "12:14: error IH2001: ')' is expected to close the parenthesis, but the expression ends")]
    [InlineData("summary: a = b", "12:14: error IH2001: '=' compares nothing; write '=='")]
    [InlineData("summary: x | lower | 'a'", "12:24: error IH2001: a function is expected after '|', but 'a' stands here")]
    [InlineData("summary: [a, b]", "12:12: error IH1103: fields.summary holds an expression, or 'from' with an expression and 'onError: null'; a value that begins with '[' is a list in YAML: put the whole expression in double quotes")]
    [InlineData("summary: { from: x, onErr: null }", "12:23: error IH1101: there is no key 'onErr' under 'fields.summary' (did you mean 'onError'?)")]
    [InlineData("summary: { from: x, onError: skip }", "12:32: error IH1104: fields.summary.onError: there is no 'skip'; it is one of null")]
    [InlineData("openedAt: if(x > 1, y | datetime, z)", "12:37: error IH2005: 'if' takes datetime but gets a source value; convert it first: x | datetime")]
    [InlineData("summary: it", "12:12: error IH2002: 'it' is a list's element; here is no list")]
    [InlineData("summary: x | split(',') | map(y)", "12:33: error IH2002: the elements of this list are string without fields; use it, or root.y")]
    [InlineData("summary: x | map(y)", "12:16: error IH2005: 'summary' takes string but gets list of a source value")]
    [InlineData("summary: 1 == 'a'", "12:14: error IH2005: int is compared with string; convert one of them first")]
    [InlineData("deepLink: x | sum", "12:17: error IH2005: 'deepLink' takes string but gets decimal")]
    public void One_mistake_is_told_at_its_place_with_its_remedy(string field, string expected) =>
        Assert.Equal([expected], Messages(Mappings.Json(field)));

    [Fact]
    public void A_double_quoted_value_with_escapes_tells_the_column_of_the_file() =>
        Assert.Equal(["12:43: error IH2003: there is no function 'lowr' (did you mean 'lower'?)"], Messages(Mappings.Json("summary: \"x | replace('\\\"', '\\u0041') | lowr\"")));

    [Fact]
    public void A_single_quoted_value_counts_its_doubled_quotes() =>
        Assert.Equal(["12:41: error IH2003: there is no function 'lowr' (did you mean 'lower'?)"], Messages(Mappings.Json("summary: 'x | replace(''a'', ''b'') | lowr'")));

    [Theory]
    [InlineData("summary: |\n    x\n      | trim\n      | lowr", "15:11")]
    [InlineData("summary: >\n    x\n    | trim\n    | lowr", "15:9")]
    [InlineData("summary: x\n    | trim\n\n    | lowr", "14:9")]
    public void A_value_over_several_lines_tells_the_line_of_the_file(string field, string place) =>
        Assert.Equal([$"{place}: error IH2003: there is no function 'lowr' (did you mean 'lower'?)"], Messages(Mappings.Json(field)));

    [Theory]
    [InlineData("summary: @dnr", "begins with a character that YAML keeps for itself")]
    [InlineData("summary: 'a' | upper", "one that begins with a quote ends at the closing quote")]
    [InlineData("summary: template('a: b', x)", "a ': ' inside the value")]
    public void What_YAML_takes_for_its_own_is_told_in_words(string field, string told)
    {
        var message = Assert.Single(Messages(Mappings.Json(field)));

        Assert.Contains("IH1004", message, StringComparison.Ordinal);
        Assert.Contains(told, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("openedAt: x | datetime", "", "11:17: warning IH2020: 'datetime' reads times, and one that comes without an offset would have no zone")]
    [InlineData("openedAt: x | datetime('yyyy-MM-dd HH.mm')", "", "11:17: error IH2020: the format 'yyyy-MM-dd HH.mm' has no offset, so its times are local ones of a zone that the mapping does not name; add timezone:")]
    [InlineData("openedAt: x | datetime('yyyy-MM-dd HH.mm')", "requireOffset: true\n", "11:17: error IH2020: the format 'yyyy-MM-dd HH.mm' has no offset, and the mapping has requireOffset: true")]
    [InlineData("openedAt: x | date | startOfDay", "requireOffset: true\n", "11:24: error IH2020: 'startOfDay' needs to know where the day is")]
    public void A_zone_that_local_times_need_and_the_mapping_does_not_name_is_told(string field, string rest, string expected)
    {
        var yaml = Mappings.Json(field, rest).Replace("timezone: Europe/Stockholm\n", "", StringComparison.Ordinal);

        Assert.StartsWith(expected, Assert.Single(Messages(yaml)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("openedAt: x | datetime", "requireOffset: true\n")]
    [InlineData("openedAt: x | datetime('yyyy-MM-ddTHH:mmK')", "")]
    public void Where_every_time_has_an_offset_no_zone_is_asked_for(string field, string rest) =>
        Assert.Empty(Messages(Mappings.Json(field, rest).Replace("timezone: Europe/Stockholm\n", "", StringComparison.Ordinal)));

    [Fact]
    public void A_let_that_goes_back_to_itself_is_an_error() =>
        Assert.Equal(["14:6: error IH2004: the let 'a' goes back to itself"], Messages(Mappings.Json("summary: $a", "let:\n  b: $a\n  a: $b\n")));

    [Fact]
    public void A_required_field_that_is_not_mapped_is_an_error() =>
        Assert.Equal(["11:3: error IH2009: fields.title is missing, and it is required"], Messages(Mappings.Header("json") + "fields:\n  summary: x\n"));

    [Fact]
    public void Required_fields_of_list_items_are_required_too() =>
        Assert.Equal(["16:7: error IH2009: lists.timeline.fields.id is missing, and it is required"], Messages(Mappings.Json("", "lists:\n  timeline:\n    each: events\n    fields:\n      at: t | datetime\n")));

    [Fact]
    public void Source_fields_that_nobody_maps_or_ignores_are_warned_of()
    {
        const string yaml = """
            mapping: permits
            version: 1.0.0
            target: case@1
            source:
              system: byggr
              format: json
              fields:
                - id
                - internal.a.b
                - fees[].code
                - fees[].amount
            identity:
              key: id
            fields:
              title: const('x')
              attributes.fee: fees | map(amount) | sum
            ignore:
              internal.**: vendor bookkeeping
              other: never there
            """;

        Assert.Equal(
        [
            "10:7: warning IH2008: the source field 'fees.code' is not mapped; map it, or ignore it with a reason",
            "19:3: warning IH2007: 'other' ignores no field: the source has none, or it is mapped",
        ], Messages(yaml));
    }

    [Fact]
    public void Names_in_brackets_are_mapped_and_ignored_like_any_other()
    {
        const string yaml = """
            mapping: reports
            version: 1.0.0
            target: case@1
            source:
              system: signalen
              format: json
              fields:
                - id
                - "_links['sia:parent'].href"
                - "data['Times.Opened']"
                - "data['Times.Closed']"
            identity:
              key: id
            fields:
              title: const('x')
              attributes.opened: data['Times.Opened']
            ignore:
              _links.**: the reports that belong together are told by another stream
            """;

        Assert.Equal(["11:7: warning IH2008: the source field 'data.Times.Closed' is not mapped; map it, or ignore it with a reason"], Messages(yaml));
    }

    [Fact]
    public void A_let_that_nobody_uses_is_warned_of_and_checked_all_the_same() =>
        Assert.Equal(
            ["14:3: warning IH2007: the let 'a' is not used; use it or delete it", "14:10: error IH2003: there is no function 'nothing'"],
            Messages(Mappings.Json("summary: x", "let:\n  a: x | nothing\n")));

    [Fact]
    public void Column_names_of_a_csv_source_are_known()
    {
        const string yaml = """
            mapping: social
            version: 1.0.0
            target: case@1
            source:
              system: social
              format: csv
              csv: { columns: [Ärendenr, Status] }
            identity:
              key: Ärendnr
            fields:
              title: Status.Text
            """;

        Assert.Equal(
        [
            "7:20: warning IH2008: the source field 'Ärendenr' is not mapped; map it, or ignore it with a reason",
            "7:30: warning IH2008: the source field 'Status' is not mapped; map it, or ignore it with a reason",
            "9:8: error IH2002: the source has no column 'Ärendnr' (did you mean 'Ärendenr'?)",
            "11:17: error IH2002: a CSV row has columns only, without fields or elements",
        ], Messages(yaml));
    }

    [Fact]
    public void An_event_mapping_takes_no_key_and_no_lists()
    {
        const string yaml = """
            mapping: updates
            version: 1.0.0
            target: event@1
            source: { system: open311, format: json }
            requireOffset: true
            identity:
              key: id
            fields:
              caseKey: request_id
              id: update_id
              at: updated | datetime
            lists:
              parties: { each: x, fields: { name: y } }
            """;

        Assert.Equal(
        [
            "7:8: error IH1104: an event is named by its caseKey and id and is never deleted; 'key' is for case@1",
            "13:3: error IH1104: an event has no lists; take 'lists' away",
        ], Messages(yaml));
    }
}
