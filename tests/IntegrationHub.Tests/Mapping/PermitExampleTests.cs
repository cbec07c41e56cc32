using IntegrationHub.Cases;
using IntegrationHub.Mapping;

namespace IntegrationHub.Tests.Mapping;

public sealed class PermitExampleTests
{
    const string Yaml = """
        mapping: byggr-permits
        version: 1.3.0
        target: case@1
        source:
          system: byggr
          stream: permits
          format: json
        timezone: Europe/Stockholm        # applied to date-times that carry no offset
        dst:
          gap: shift-forward              # 02:30 on the spring night that has no 02:30
          fold: earlier                   # 02:30 on the autumn night that has two

        identity:
          key: permit.id
          order: permit.rev
          deleted: permit.status.code == 'MAK'

        codes:
          permitStatus:
            file: codes/permit-status.csv
            unknown: quarantine
          permitType:
            map:
              NB: building-permit.new
              RIV: demolition
            unknown: other
          partyRole:
            map:
              applicant: applicant
              agent: representative
            unknown: drop
          eventType:
            map: { RECEIVED: received, ASSIGNED: assigned, DECIDED: decision }
            unknown: keep

        let:
          done: permit.status.code in ['GRANTED', 'DENIED', 'WITHDRAWN']

        fields:
          type: permit.type | lookup(permitType)
          title: template('{0} – {1}', permit.designation, permit.property.designation)
          status: permit.status.code | lookup(permitStatus)
          statusText: permit.status.text
          openedAt: permit.submitted | datetime
          updatedAt: permit.modified | datetime
          closedAt: if($done, permit.decision.date | date | startOfDay, null)
          dueAt: permit.submitted | datetime | addDays(70)
          department: const('byggnadsnamnden')
          handler.id: permit.handler.id ?? const('unassigned')
          handler.name: permit.handler.name
          location.address: join(', ', permit.property.address.street, join(' ', permit.property.address.zip, permit.property.address.city))
          location.property: permit.property.designation
          attributes.fee: permit.fees | map(amount | decimal('sv-SE')) | sum
          channel: permit.via | default('unknown')

        lists:
          parties:
            each: permit.applicants
            fields:
              role: role | lookup(partyRole)
              name: person.name | trim
              email:
                from: person.email | trim | lower | email
                onError: null                # keep the record, drop the value, count it
              phone: person.phone | phone('SE')
              personalNumber: person.pnr
          timeline:
            each: permit.events | sort(t)
            when: cancelled != true
            fields:
              id: nr
              at: t | datetime
              kind: type | lookup(eventType)
              text: note | default('')
              confidentiality: const('open')

        ignore:
          permit.internal.**: vendor bookkeeping
        """;

    const string StatusTable = "source,target\nRECEIVED,received\nREVIEW,inProgress\nGRANTED,closed\n";

    const string Granted = """
        {
          "permit": {
            "id": 4711, "rev": 7, "type": "NB", "designation": "BYGG 2026-000200",
            "status": { "code": "GRANTED", "text": "Beviljat" },
            "submitted": "2026-03-29T02:30:00", "modified": "2026-04-01T09:15:00+02:00",
            "decision": { "date": "2026-04-01", "outcome": "G" },
            "handler": { "id": null, "name": "Åsa Öberg" },
            "property": { "designation": "BALDER 2", "address": { "street": "Storgatan 1", "zip": "854 60", "city": "Sundby" } },
            "fees": [ { "code": "A", "amount": "12 500,00" }, { "code": "B", "amount": "250,50" } ],
            "applicants": [
              { "role": "applicant", "person": { "name": " Tolvan Tolvansson ", "email": "Tolvan@Example.SE", "phone": "070-174 06 35", "pnr": "19121212-1212" } },
              { "role": "agent", "person": { "name": "Elvan Elvansson", "email": "no address" } },
              { "role": "spectator", "person": { "name": "Tian Tiansson" } }
            ],
            "events": [
              { "nr": 2, "t": "2026-04-01T09:15:00", "type": "DECIDED" },
              { "nr": 1, "t": "2026-03-29T02:30:00", "type": "RECEIVED", "note": "in" },
              { "nr": 3, "t": "2026-04-02T09:15:00", "type": "ASSIGNED", "cancelled": true }
            ]
          }
        }
        """;

    static readonly IMapping Mapping = Mappings.Of(Yaml, ("codes/permit-status.csv", StatusTable));

    [Fact]
    public void A_granted_permit_becomes_a_closed_case()
    {
        var (mapped, order) = Mapping.Case(Granted);

        Assert.Equal("4711", mapped.Key);
        Assert.Equal(7, order);
        Assert.Equal(new CaseReference(new SourceId("byggr"), "4711"), mapped.Reference);
        Assert.Equal("building-permit.new", mapped.Type);
        Assert.Equal("BYGG 2026-000200 – BALDER 2", mapped.Title);
        Assert.Equal(CaseStatus.Closed, mapped.Status);
        Assert.Equal("Beviljat", mapped.SourceStatus);
        Assert.Equal("Storgatan 1, 854 60 Sundby", mapped.Location!.Address);
        Assert.Equal("unassigned", mapped.Handler!.Id);
        Assert.Equal("Åsa Öberg", mapped.Handler.Name);
        Assert.Equal("unknown", mapped.Channel);
        Assert.Equal("12750.50", mapped.Attributes["fee"]);
    }

    [Fact]
    public void Half_past_two_on_the_night_that_has_none_moves_over_the_gap()
    {
        var mapped = Mapping.Case(Granted).Case;

        Assert.Equal("2026-03-29T03:30:00+02:00", mapped.OpenedAt!.Value.ToString("yyyy-MM-ddTHH:mm:sszzz", null));
        Assert.Equal("2026-04-01T00:00:00+02:00", mapped.ClosedAt!.Value.ToString("yyyy-MM-ddTHH:mm:sszzz", null));
    }

    [Fact]
    public void A_party_whose_role_is_unknown_is_dropped_and_counted()
    {
        var result = Mapping.Case(Granted);

        Assert.Equal([PartyRole.Applicant, PartyRole.Representative], result.Case.Parties.Select(p => p.Role));
        var note = Assert.Single(result.Notes, n => n.Table == "partyRole");
        Assert.Equal(("parties[2].role", "spectator", "IH3102"), (note.Field, note.UnknownCode, note.Code));
    }

    [Fact]
    public void A_wrong_address_is_left_out_where_the_mapping_says_so_and_its_text_is_not_told()
    {
        var result = Mapping.Case(Granted);

        Assert.Equal(["tolvan@example.se", null], result.Case.Parties.Select(p => p.Email));
        var note = Assert.Single(result.Notes, n => n.Code == "IH3205");
        Assert.Equal("parties[1].email", note.Field);
        Assert.Equal("not an e-mail address -> null", note.Message);
    }

    [Fact]
    public void The_timeline_is_sorted_and_leaves_out_what_the_condition_refuses()
    {
        var timeline = Mapping.Case(Granted).Timeline;

        Assert.Equal(["1", "2"], timeline.Select(e => e.Id));
        Assert.Equal([EventKind.Received, EventKind.Decision], timeline.Select(e => e.Kind));
        Assert.All(timeline, e => Assert.Equal("4711", e.CaseKey));
    }

    [Fact]
    public void A_deleted_permit_is_a_deletion_with_its_order()
    {
        var result = Mapping.Map(Mappings.JsonRecord("""{"permit":{"id":"A","rev":9,"status":{"code":"MAK"}}}"""));

        Assert.Equal(new MappingResult.Deleted("A", 9, TombstoneReason.Deleted, Erase: false), result);
    }

    [Fact]
    public void An_unknown_status_quarantines_the_record_and_names_the_code()
    {
        var result = Assert.IsType<MappingResult.Unmappable>(Mapping.Map(Mappings.JsonRecord(Granted.Replace("GRANTED", "ZZZ", StringComparison.Ordinal))));

        var fault = Assert.Single(result.Faults);
        Assert.Equal(("4711", "IH3102", "status", 42), (result.Key, fault.Code, fault.Field, fault.Place.Line));
        Assert.Contains("'ZZZ'", fault.Message, StringComparison.Ordinal);
        Assert.Equal("permitStatus", Assert.Single(result.Notes, n => n.UnknownCode == "ZZZ").Table);
    }

    [Fact]
    public void The_key_is_read_without_the_rest_of_the_record()
    {
        var read = Mapping.TryReadKey(Mappings.JsonRecord("""{"permit":{"id":4711, and then it breaks"""), out var key);

        Assert.True(read);
        Assert.Equal("4711", key);
    }
}
