using IntegrationHub.Cases;
using IntegrationHub.Mapping;

namespace IntegrationHub.Tests.Mapping;

public sealed class XmlRecordTests
{
    const string Record = """
        <b:arende xmlns:b="urn:example:byggr" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="12345" dnr="BYGG 2026-000200" xsi:type="b:Bygglov">
          <b:status kod="P">Pågående</b:status>
          <ankomst>2026-08-18T10:00:00</ankomst>
          <intressenter>
            <intressent roll="SOK"><namn>Tolvan Tolvansson</namn></intressent>
            <intressent roll="OMB"><namn>Elvan Elvansson</namn></intressent>
          </intressenter>
          <handelser><handelse nr="1"><tid>2026-08-18T10:00:00</tid></handelse></handelser>
          <tomt/>
          <inget xsi:nil="true"/>
        </b:arende>
        """;

    static Case Map(string fields, string lists = "", string record = Record) =>
        Assert.IsType<MappingResult.MappedCase>(Mappings.Of(Mappings.Xml(fields, lists)).Map(Mappings.XmlRecord(record))).Case;

    [Fact]
    public void Elements_attributes_and_the_text_between_them_are_read_whatever_their_prefix()
    {
        var mapped = Map("number: '@dnr'\nstatusText: status\nchannel: status.@kod\ntype: root.@type\nopenedAt: ankomst | datetime");

        Assert.Equal(("12345", "BYGG 2026-000200"), (mapped.Key, mapped.Reference.Number));
        Assert.Equal(("Pågående", "P", "Bygglov"), (mapped.SourceStatus, mapped.Channel, mapped.Type));
        Assert.Equal(new DateTimeOffset(2026, 8, 18, 10, 0, 0, TimeSpan.FromHours(2)), mapped.OpenedAt);
    }

    [Fact]
    public void One_element_and_many_read_alike_as_a_list()
    {
        const string lists = """
            lists:
              parties:
                each: intressenter.intressent
                fields: { role: "@roll | lookup(roll)", name: namn }
              timeline:
                each: handelser.handelse
                fields:
                  id: "@nr"
                  at: tid | datetime
            codes:
              roll:
                map: { SOK: applicant, OMB: representative }
            """;

        var result = (MappingResult.MappedCase)Mappings.Of(Mappings.Xml("", lists)).Map(Mappings.XmlRecord(Record));

        Assert.Equal([(PartyRole.Applicant, "Tolvan Tolvansson"), (PartyRole.Representative, "Elvan Elvansson")], result.Case.Parties.Select(p => (p.Role, p.Name!)));
        Assert.Equal("1", Assert.Single(result.Timeline).Id);
    }

    [Fact]
    public void An_element_that_is_read_as_one_value_and_stands_twice_is_a_fault()
    {
        var fault = Mappings.Of(Mappings.Xml("summary: a")).Fault(Mappings.XmlRecord("<r id='1'><a>x</a><a>y</a></r>"));

        Assert.Equal(("IH3106", "summary"), (fault.Code, fault.Field));
    }

    [Fact]
    public void An_element_on_the_way_that_stands_twice_is_a_fault_too()
    {
        var fault = Mappings.Of(Mappings.Xml("summary: a.b")).Fault(Mappings.XmlRecord("<r id='1'><a><b>x</b></a><a/></r>"));

        Assert.Equal(("IH3106", "summary"), (fault.Code, fault.Field));
    }

    [Theory]
    [InlineData("tomt ?? const('none')", null)]
    [InlineData("tomt | nullIfBlank | default('none')", "none")]
    [InlineData("inget ?? const('none')", "none")]
    [InlineData("borta ?? const('none')", "none")]
    public void Empty_nil_and_missing_elements_are_three_things(string expression, string? expected) =>
        Assert.Equal(expected, Map($"summary: {expression}").Summary);

    [Theory]
    [InlineData("intressenter.intressent[1].namn", "Elvan Elvansson")]
    [InlineData("intressenter.intressent[7].namn", null)]
    [InlineData("handelser.handelse.@nr", "1")]
    [InlineData("intressenter.intressent | map(namn) | join(', ')", "Tolvan Tolvansson, Elvan Elvansson")]
    [InlineData("intressenter.intressent | filter(@roll == 'OMB') | map(namn) | first", "Elvan Elvansson")]
    public void Paths_reach_into_lists(string expression, string? expected) =>
        Assert.Equal(expected, Map($"summary: {expression}\nattributes.n: handelser.handelse | count").Summary);

    [Fact]
    public void A_document_type_definition_is_never_read()
    {
        var fault = Mappings.Of(Mappings.Xml("")).Fault(Mappings.XmlRecord("<!DOCTYPE r [<!ENTITY e 'x'>]><r id='1'>&e;</r>"));

        Assert.Equal("IH3019", fault.Code);
    }

    [Fact]
    public void Windows_1252_is_read_as_the_source_said()
    {
        var mapping = Mappings.Of(Mappings.Xml("summary: a"));

        var result = (MappingResult.MappedCase)mapping.Map(Mappings.XmlRecord("<r id='1'><a>Åsa Öberg</a></r>", "windows-1252"));

        Assert.Equal("Åsa Öberg", result.Case.Summary);
    }

    [Fact]
    public void The_key_is_read_without_the_rest_of_the_record()
    {
        var read = Mappings.Of(Mappings.Xml("")).TryReadKey(Mappings.XmlRecord("<r id='1'><a>never closed"), out var key);

        Assert.True(read);
        Assert.Equal("1", key);
    }
}
