using IntegrationHub.Cases;
using IntegrationHub.Mapping;

namespace IntegrationHub.Tests.Mapping;

public sealed class SocialSupportExampleTests
{
    const string Yaml = """
        mapping: socsupport-export
        version: 2.0.1
        target: case@1
        source:
          system: procapita
          stream: arenden
          format: csv
          csv:
            delimiter: ';'
            encoding: windows-1252
            header: true
            columns: [ARENDENR, PERSONNR, INSATS, STATUS, STARTDATUM, SLUTDATUM, ANDRAD, HANDLAGGARE, ENHET, SKYDDAD, BELOPP]
        timezone: Europe/Stockholm
        identity:
          key: ARENDENR | trim | upper
          order: ANDRAD | datetime('yyyy-MM-dd HH.mm')
          deleted: STATUS == 'RAD'
        codes:
          insats:
            map: { EK: financial-aid, HT: home-care, LSS: lss-support }
            unknown: quarantine
          status:
            map: { P: inProgress, A: closed, V: waitingForCitizen, N: received }
            unknown: quarantine
        fields:
          type: INSATS | lookup(insats)
          title: const('Ärende hos socialtjänsten')   # no particulars leave the department
          status: STATUS | lookup(status)
          openedAt: STARTDATUM | date('yyyy-MM-dd') | startOfDay
          closedAt: SLUTDATUM | nullIfBlank | date('yyyy-MM-dd') | startOfDay
          updatedAt: ANDRAD | datetime('yyyy-MM-dd HH.mm')
          department: const('socialtjansten')
          handler.id: HANDLAGGARE | nullIfBlank | upper
          handler.unit: ENHET | nullIfBlank
          confidentiality: const('restricted')
        lists:
          parties:
            each: root | toList
            fields:
              role: const('client')
              personalNumber: PERSONNR
              protected: SKYDDAD | bool('J', 'N')
        ignore:
          BELOPP: amounts are not shared outside the department
        """;

    static readonly IMapping Mapping = Mappings.Of(Yaml);

    static MappingResult Map(string row) => Mapping.Map(Mappings.CsvRecord(row, "windows-1252"));

    [Fact]
    public void A_row_becomes_a_case_with_its_client()
    {
        var result = Assert.IsType<MappingResult.MappedCase>(Map("ek-12 ;19121212-1212;EK;P;2026-01-05;;2026-03-01 10.30;aöb;Försörjning & stöd;J;4 250,50"));

        Assert.Equal("EK-12", result.Case.Key);
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 9, 30, 0, TimeSpan.Zero).UtcTicks, result.Order);
        Assert.Equal(CaseStatus.InProgress, result.Case.Status);
        Assert.Equal(Confidentiality.Restricted, result.Case.Confidentiality);
        Assert.Null(result.Case.ClosedAt);
        Assert.Equal("AÖB", result.Case.Handler!.Id);
        Assert.Equal("Försörjning & stöd", result.Case.Handler.Unit);
        Assert.Equal(new Party { Role = PartyRole.Client, PersonalNumber = "19121212-1212", Protected = true }, Assert.Single(result.Case.Parties));
    }

    [Fact]
    public void A_quoted_value_may_hold_the_delimiter()
    {
        var result = Assert.IsType<MappingResult.MappedCase>(Map("EK-1;;EK;P;2026-01-05;;2026-03-01 10.30;;\"Barn; \"\"unga\"\"\";N;"));

        Assert.Equal("Barn; \"unga\"", result.Case.Handler!.Unit);
    }

    [Theory]
    [InlineData("EK-1;;EK;P;2026-01-05;;2026-03-01 10.30;;;N", "IH3014")]
    [InlineData("EK-1;;EK;P;2026-01-05;;2026-03-01 10.30;;;N;;", "IH3014")]
    [InlineData("EK-1;;EK;P;2026-01-05;;2026-03-01 10.30;\"open;;N;", "IH3010")]
    [InlineData("EK-1;;XX;P;2026-01-05;;2026-03-01 10.30;;;N;", "IH3102")]
    [InlineData("EK-1;;EK;P;2026-01-05;;2026-03-01 10.30;;;?;", "IH3213")]
    [InlineData("EK-1;;EK;P;05/01/26;;2026-03-01 10.30;;;N;", "IH3202")]
    [InlineData(";;EK;P;2026-01-05;;2026-03-01 10.30;;;N;", "IH3016")]
    public void A_row_that_makes_no_sense_is_quarantined_whole(string row, string code)
    {
        var result = Assert.IsType<MappingResult.Unmappable>(Map(row));

        Assert.Equal(code, Assert.Single(result.Faults).Code);
    }

    [Fact]
    public void A_file_without_a_column_that_the_mapping_reads_is_told_by_the_column()
    {
        var fault = Mapping.Fault(Mappings.CsvRecord("1;2", "utf-8", "ARENDENR", "PERSONNR"));

        Assert.Equal("IH3015", fault.Code);
        Assert.Contains("'INSATS'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_may_stand_in_another_order_than_the_mapping_lists_them()
    {
        var read = Mapping.TryReadKey(Mappings.CsvRecord("EK;ek-1", "utf-8", "INSATS", "ARENDENR"), out var key);

        Assert.True(read);
        Assert.Equal("EK-1", key);
    }
}
