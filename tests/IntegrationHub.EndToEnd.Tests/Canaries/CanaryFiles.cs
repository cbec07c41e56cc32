using System.Text.RegularExpressions;

namespace IntegrationHub.EndToEnd.Tests.Canaries;

/// <summary>The stream and mapping files of the canary's town, and how the canary gets into what vendors send.</summary>
static partial class CanaryFiles
{
    public const string Header = "Nummer;Namn;Personnr;Telefon;Epost;Adress;Text;Status;Andrad";

    /// <summary>A row that is good, but for the values that are given.</summary>
    public static string Row(string number, string changed, string phone = Canary.Phone, string email = Canary.Email, string status = "Inkommet", string text = Canary.FreeText) =>
        string.Join(';', number, Canary.Name, Canary.Number, phone, email, Canary.Address, text, status, changed);

    public static void Write(string folder)
    {
        var byggR = Path.Combine(AppContext.BaseDirectory, "mappings", "byggr");
        Directory.CreateDirectory(Path.Combine(folder, "codes"));
        File.Copy(Path.Combine(byggR, "byggr-permits.mapping.yaml"), Path.Combine(folder, "byggr-permits.mapping.yaml"));
        foreach (var table in Directory.EnumerateFiles(Path.Combine(byggR, "codes"))) File.Copy(table, Path.Combine(folder, "codes", Path.GetFileName(table)));

        File.WriteAllText(Path.Combine(folder, "permits.stream.yaml"), """
            stream: building-permits
            source: byggr
            title: Building permits
            adapter: byggr-with-key
            mapping: byggr-permits
            connection:
              url: "${BYGGR_URL}"
              key: "${secret:BYGGR_KEY}"
              contract: V8
            read:
              strategy: cursor
              settle: 0s
            limits:
              requestsPerMinute: 100000
              maxAnswer: 1MB
            retry:
              attempts: 1
              breaker:
                failures: 100
                openFor: 1s
            writeBack:
              note:
                handelsetyp: ANTECKN
                handlaggarSign: SYSTEM

            """);
        File.WriteAllText(Path.Combine(folder, "errands.stream.yaml"), $$"""
            stream: errands
            source: errands
            title: Errands
            adapter: files
            mapping: errands
            quarantine:
              stopAbove: 100%
            connection:
              folder: "${DROP}"
              content: changes
              settled: 1s
              pattern: "errands-*.csv"
              columns: "{{Header}}"
            read:
              strategy: cursor
              lookback: 0s
              settle: 0s

            """);
        File.WriteAllText(Path.Combine(folder, "errands.mapping.yaml"), $$"""
            mapping: errands
            version: 1.0.0
            target: case@1
            source:
              system: errands
              stream: errands
              format: csv
              csv:
                delimiter: ";"
                encoding: utf-8
                header: true
                columns: [{{Header.Replace(";", ", ", StringComparison.Ordinal)}}]
            timezone: Europe/Stockholm
            dst:
              gap: shift-forward
              fold: earlier
            identity:
              key: Nummer | trim
              order: Andrad | datetime('yyyy-MM-dd HH:mm')
            codes:
              status:
                map: { Inkommet: received, Klart: closed }
                unknown: quarantine
            fields:
              type: const('errand')
              title: Text | trim
              summary: Text | trim
              status: Status | lookup(status)
              department: const('tekniska')
              updatedAt: Andrad | datetime('yyyy-MM-dd HH:mm')
              confidentiality: const('open')
              location.address: Adress | nullIfBlank
              location.property: const('{{Canary.Property}}')
            lists:
              parties:
                each: Personnr | nullIfBlank | toList
                fields:
                  role: const('reporter')
                  personalNumber: it | trim | personnummer
                  name: root.Namn | nullIfBlank
                  phone: root.Telefon | nullIfBlank | phone('SE')
                  email: root.Epost | nullIfBlank | email
                  address: root.Adress | nullIfBlank

            """);
    }

    /// <summary>The stand-in's honest answer with the canary for every party.</summary>
    public static string Planted(string xml)
    {
        xml = PartyName().Replace(xml, $"${{before}}{Canary.Name}${{after}}");
        xml = PartyAddress().Replace(xml, $"${{before}}{Canary.Address}${{after}}");
        xml = PartyNumber().Replace(xml, $"${{before}}{Canary.Number}${{after}}");
        return Happening().Replace(xml, $"${{before}}{Canary.FreeText}${{after}}");
    }

    [GeneratedRegex("(?<before><(?:[a-z0-9]+:)?namn>)[^<]*(?<after></)")]
    private static partial Regex PartyName();

    [GeneratedRegex("(?<before><(?:[a-z0-9]+:)?adress>)[^<]*(?<after></)")]
    private static partial Regex PartyAddress();

    [GeneratedRegex("(?<before>persOrgNr=\")[^\"]*(?<after>\")")]
    private static partial Regex PartyNumber();

    [GeneratedRegex("(?<before><(?:[a-z0-9]+:)?rubrik>)[^<]*(?<after></)")]
    private static partial Regex Happening();
}
