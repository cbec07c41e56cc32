using IntegrationHub.Mapping;
using IntegrationHub.Workshop.Recording;

namespace IntegrationHub.Tests.Workshop.Recording;

public sealed class FieldFlowsTests : IDisposable
{
    readonly WorkshopFolder folder = new();

    public void Dispose() => folder.Dispose();

    static readonly string Mapping = """
        mapping: permits
        version: 1.0.0
        target: case@1
        source: { system: permits, format: json }
        identity: { key: id, order: rev | int, skip: kind == 'draft' }
        codes:
          status: { map: { open: inProgress }, unknown: unknown }
        let:
          street: join(' ', home.street, home.number)
          emails: ways | filter(type == 'mail') | map(value | trim) | filter(it != null)
        fields:
          title: if(secret == 'yes', 'Ärende', subject)
          status: state | lookup(status)
          statusText: state
          summary: { from: note | trim, onError: null }
          attributes.colour: colour
        lists:
          parties:
            each: people
            when: role != null
            fields:
              name: join(' ', first, last)
              address: root.home.street ?? $street
              email: $emails | first
          timeline:
            each: "[['got'], steps | map(template('{0}|{1}', at, label))] | flatten"
            fields:
              id: it
              at: root.opened | datetime
              title: it | extract('[|](.*)$')
        """;

    [Theory]
    [InlineData("id", "identity.key", false)]
    [InlineData("rev", "identity.order", false)]
    [InlineData("kind", "", true)]
    [InlineData("state", "statusText", true)]
    [InlineData("secret", "", true)]
    [InlineData("subject", "title", false)]
    [InlineData("note", "summary", false)]
    [InlineData("colour", "attributes.colour", false)]
    [InlineData("people.first", "parties.name", false)]
    [InlineData("people.role", "", false)]
    [InlineData("home.number", "parties.address", false)]
    [InlineData("ways.type", "", true)]
    [InlineData("ways.value", "parties.email", false)]
    [InlineData("steps.label", "timeline.id timeline.title", false)]
    [InlineData("nothing", "", false)]
    public void Values_flow_to_what_is_made_of_them_and_conditions_and_tables_only_decide(string field, string targets, bool decides)
    {
        folder.Write("permits.mapping.yaml", Mapping);

        var flows = FieldFlows.Of(folder["permits.mapping.yaml"], MappingFunctions.BuiltIn)!;

        Assert.Equal(targets, string.Join(' ', flows.Targets(field).Order(StringComparer.Ordinal)));
        Assert.Equal(decides, flows.Decides(field));
    }

    [Theory]
    [InlineData("content.people.first", nameof(FieldKind.Name))]
    [InlineData("content.people.last", nameof(FieldKind.Name))]
    [InlineData("content.state", nameof(FieldKind.Code))]
    [InlineData("content.subject", nameof(FieldKind.Open))]
    [InlineData("content.note", nameof(FieldKind.Text))]
    [InlineData("content.rev", nameof(FieldKind.Harmless))]
    [InlineData("content.colour", nameof(FieldKind.Kept))]
    [InlineData("content.id", nameof(FieldKind.Text))]
    [InlineData("content.personnummer", nameof(FieldKind.PersonalNumber))]
    [InlineData("content.applicant.name", nameof(FieldKind.Name))]
    [InlineData("content.anything", nameof(FieldKind.Unjudged))]
    public void A_field_is_what_a_person_says_else_what_the_mapping_does_with_it_else_what_it_is_called(string path, string kind)
    {
        folder.Write("permits.mapping.yaml", Mapping);
        var judge = new FieldJudge(FieldFlows.Of(folder["permits.mapping.yaml"], MappingFunctions.BuiltIn), mayTellTitles: true, keep: ["colour"], redact: ["content.id"]);

        var places = judge.Align(["total", path, "content.id", "content.rev", "content.people.first", "content.people.last"]);

        Assert.Equal(kind, judge.Of(path, places.GetValueOrDefault(path)).ToString());
        Assert.False(places.ContainsKey("total"));
    }
}
