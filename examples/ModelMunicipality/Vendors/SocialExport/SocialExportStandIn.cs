using System.Globalization;
using System.Text;
using ModelMunicipality.Vendors.Troubles;

namespace ModelMunicipality.Vendors.SocialExport;

/// <summary>A stand-in for a social-support system without an interface: it drops files into a folder, first one with all cases, then small ones with what changed.</summary>
/// <remarks>
/// Nothing is held in memory. Which file comes next is read off the files that lie in the folder and its archive, so a second start goes on where the first one
/// stopped; what stands in it is computed from the town's seed, the file's number and the clock. The layout is invented, and no vendor's.
/// </remarks>
/// <param name="town">Whose people need support.</param>
/// <param name="options">How many cases, and how they go on.</param>
/// <param name="folder">Where the files are dropped; made when it is not there.</param>
/// <param name="time">The clock that the cases live by.</param>
public sealed class SocialExportStandIn(Town.Town town, SocialExportOptions options, string folder, TimeProvider time)
{
    /// <summary>A status that the department has begun to use, and that no code table knows yet.</summary>
    public const string NewStatus = "Vilande";

    // One file in ten has a row with the new status, another one a row with a day that there is not; the one after that has it whole.
    const int FilesToMishap = 10;
    const int NewStatusIn = 3;
    const int NoDayIn = 8;
    const string Stem = "arenden-";
    const string Ending = ".csv";

    static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding("windows-1252")!;

    /// <summary>The columns of every file.</summary>
    public static IReadOnlyList<string> Columns { get; } =
        ["Ärendenr", "Personnr", "Namn", "Ärendetyp", "Status", "Inkom", "Ändrad", "Beslutsdatum", "Handläggare", "Enhet", "Belopp", "Sekretess"];

    /// <summary>What is wrong with the department's job just now; null while nothing is.</summary>
    internal Func<TroubleKind?> Trouble { get; init; } = () => null;

    /// <summary>The folder that the files are moved to once they have been read.</summary>
    public string Archive { get; } = Path.Combine(folder, "archive");

    /// <summary>Numbers that find something here, with what they find. The person also has cases in the town's other systems.</summary>
    public IReadOnlyList<(string Kind, string Text, string Finds)> ExampleNumbers
    {
        get
        {
            var story = new SupportCase(town, options.Cases, SupportCase.Story, FirstDay());
            return
            [
                ("personal number", town.Resident(SupportCase.StoryResident).PersonalNumber, "a resident with a case at the social services, of which the contact centre learns only that there is one and whom to call"),
                ("case number", story.Number, "a matter at the social services: whom to call, and nothing else"),
            ];
        }
    }

    /// <summary>Drops what there is to drop until it is stopped; with <see cref="SocialExportOptions.Frozen"/> it ends after the first file.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(options.ChangeEvery, time);
        do
        {
            await DeliverAsync(cancellationToken);
        }
        while (!options.Frozen && await timer.WaitForNextTickAsync(cancellationToken));
    }

    /// <summary>Drops the next file: the one with all cases if there is none yet, else one with changes. Frozen, the first one is all there is.</summary>
    /// <returns>The file's name; null when nothing was dropped.</returns>
    public async Task<string?> DeliverAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var number = Delivered().Select(f => f.Number + 1).DefaultIfEmpty(0).Max();
        if (number > 0 && options.Frozen) return null;
        var trouble = number == 0 ? null : Trouble();
        if (trouble == TroubleKind.NoFile) return null;

        var name = string.Create(CultureInfo.InvariantCulture, $"{Stem}{number:000000}{Ending}");
        var half = Path.Combine(folder, name + ".tmp");
        var now = time.GetUtcNow();
        await using (var writer = new StreamWriter(half, append: false, Windows1252) { NewLine = "\r\n" })
        {
            await writer.WriteLineAsync(string.Join(';', Columns));
            foreach (var row in number == 0 ? AllRows() : ChangedRows(number, now))
            {
                cancellationToken.ThrowIfCancellationRequested();
                await writer.WriteLineAsync(trouble == TroubleKind.HalfFile ? row[..(row.Length / 2)] : row);
                if (trouble == TroubleKind.HalfFile) return null;
            }
        }

        // The file's time is the clock's, so that what is computed from it does not depend on the machine.
        File.SetLastWriteTimeUtc(half, now.UtcDateTime);
        File.Move(half, Path.Combine(folder, name), overwrite: false);
        return name;
    }

    IEnumerable<string> AllRows()
    {
        var firstDay = FirstDay();
        for (var index = 0; index < options.Cases; index++) yield return new SupportCase(town, options.Cases, index, firstDay).Row(revision: 0, changed: null);

        yield return $"Antal;{options.Cases.ToString(CultureInfo.InvariantCulture)}{new string(';', Columns.Count - 2)}";
    }

    // The cases take turns in an order that looks random; a case's revision is how often its turn has come.
    IEnumerable<string> ChangedRows(int number, DateTimeOffset now)
    {
        var firstDay = FirstDay();
        var local = TimeZoneInfo.ConvertTime(now, options.Zone).DateTime;
        for (var i = 0; i < options.ChangesInFile; i++)
        {
            var turn = (number - 1) * (long)options.ChangesInFile + i;
            var index = (int)(turn * Stride % options.Cases);
            var row = new SupportCase(town, options.Cases, index, firstDay).Row((int)(turn / options.Cases) + 1, local);
            yield return i == 0 && options.HasMishaps && index != SupportCase.Story ? Marred(row, number) : row;
        }

        if (options.HasMishaps && (number - 1) % FilesToMishap == NoDayIn)
        {
            var turn = (number - 2) * (long)options.ChangesInFile;
            yield return new SupportCase(town, options.Cases, (int)(turn * Stride % options.Cases), firstDay).Row((int)(turn / options.Cases) + 1, local);
        }
    }

    static string Marred(string row, int number)
    {
        if (number % FilesToMishap is not (NewStatusIn or NoDayIn)) return row;

        // A name may be quoted with a separator in it: what stands before it and behind it is counted from its own end.
        var cells = row.Split(';');
        if (number % FilesToMishap == NewStatusIn) cells[^8] = NewStatus;
        else cells[^6] = "2026-02-30 10:00";
        return string.Join(';', cells);
    }

    // Has no factor in common with the number of cases, so that every case has its turn before one has it twice.
    long Stride
    {
        get
        {
            var stride = 7_919L;
            while (GreatestCommonDivisor(stride, options.Cases) > 1) stride++;
            return stride;
        }
    }

    static long GreatestCommonDivisor(long a, long b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);

    // The day of the oldest file that is left: the lives of the cases are told from there.
    DateOnly FirstDay()
    {
        var first = Delivered().OrderBy(f => f.Number).Select(f => (DateTimeOffset?)f.Written).FirstOrDefault() ?? time.GetUtcNow();
        return DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(first, options.Zone).DateTime);
    }

    IEnumerable<(int Number, DateTimeOffset Written)> Delivered()
    {
        foreach (var place in (string[])[folder, Archive])
        {
            if (!Directory.Exists(place)) continue;

            foreach (var file in new DirectoryInfo(place).EnumerateFiles($"{Stem}*{Ending}"))
            {
                // The archive may hold 'arenden-000001.2.csv' too.
                var digits = file.Name.AsSpan(Stem.Length, Math.Min(6, file.Name.Length - Stem.Length));
                if (int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) yield return (number, new DateTimeOffset(file.LastWriteTimeUtc));
            }
        }
    }
}
