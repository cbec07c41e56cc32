namespace IntegrationHub.EndToEnd.Tests.BadInput;

/// <summary>The files of a small town: the shipped mapping of ByggR under a stream that waits for nothing, and errands in a drop folder.</summary>
static class TownFiles
{
    /// <summary>The name of the errands' mapping file.</summary>
    public const string ErrandsMapping = "errands.mapping.yaml";

    /// <summary>What the errands' mapping file says when it is right.</summary>
    public const string Errands = """
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
            columns: [Nummer, Rubrik, Status, Ändrad]
        timezone: Europe/Stockholm
        dst:
          gap: shift-forward
          fold: earlier
        identity:
          key: Nummer | trim
          order: Ändrad | datetime('yyyy-MM-dd HH:mm')
        codes:
          status:
            map: { Inkommet: received, Klart: closed }
            unknown: unknown
        fields:
          type: const('errand')
          title: Rubrik | trim
          status: Status | lookup(status)
          department: const('tekniska')
          openedAt: Ändrad | datetime('yyyy-MM-dd HH:mm')
          updatedAt: Ändrad | datetime('yyyy-MM-dd HH:mm')
          confidentiality: const('open')

        """;

    public static void Write(string folder, string limits)
    {
        var byggR = Path.Combine(AppContext.BaseDirectory, "mappings", "byggr");
        Directory.CreateDirectory(Path.Combine(folder, "codes"));
        File.Copy(Path.Combine(byggR, "byggr-permits.mapping.yaml"), Path.Combine(folder, "byggr-permits.mapping.yaml"));
        foreach (var table in Directory.EnumerateFiles(Path.Combine(byggR, "codes"))) File.Copy(table, Path.Combine(folder, "codes", Path.GetFileName(table)));

        File.WriteAllText(Path.Combine(folder, "permits.stream.yaml"), $$"""
            stream: building-permits
            source: byggr
            title: Building permits
            adapter: byggr
            mapping: byggr-permits
            connection:
              url: "${BYGGR_URL}"
              contract: V8
            read:
              strategy: cursor
              settle: 0s
              full:
                every: 7d
            limits:
              requestsPerMinute: 100000
              {{limits}}
            retry:
              attempts: 1

            """);
        File.WriteAllText(Path.Combine(folder, "errands.stream.yaml"), """
            stream: errands
            source: errands
            title: Errands
            adapter: files
            mapping: errands
            connection:
              folder: "${DROP}"
              content: changes
              settled: 1s
              pattern: "errands-*.csv"
              columns: "Nummer;Rubrik;Status;Ändrad"
            read:
              strategy: cursor
              lookback: 0s
              settle: 0s

            """);
        File.WriteAllText(Path.Combine(folder, ErrandsMapping), Errands);
    }
}
