using System.Globalization;

namespace ModelMunicipality.Vendors.Open311;

/// <summary>A report that came in through the service.</summary>
/// <param name="Number">The number that the sender was told.</param>
/// <param name="At">When.</param>
/// <param name="Form">What was sent.</param>
sealed record WrittenReport(string Number, DateTimeOffset At, IReadOnlyDictionary<string, string> Form)
{
    /// <summary>What it is about.</summary>
    public ReportService Service => Report.Services.First(s => s.Code == Form["service_code"]);
}

/// <summary>An update that came in through the service.</summary>
/// <param name="Id">The id that the server gave it.</param>
/// <param name="SentId">The id that the sender gave it, by which it is known when it comes again.</param>
/// <param name="Number">The report.</param>
/// <param name="At">When it was made.</param>
/// <param name="Status">The status that it says.</param>
/// <param name="Words">What it says.</param>
sealed record WrittenUpdate(string Id, string SentId, string Number, DateTimeOffset At, string Status, string Words);

/// <summary>What came in through the service: all that the stand-in remembers, until it stops.</summary>
sealed class WrittenReports
{
    readonly Lock gate = new();
    readonly List<WrittenReport> reports = [];
    readonly List<WrittenUpdate> updates = [];

    /// <summary>Takes a report in.</summary>
    public WrittenReport Add(DateTimeOffset at, IReadOnlyDictionary<string, string> form)
    {
        lock (gate)
        {
            var report = new WrittenReport(string.Create(CultureInfo.InvariantCulture, $"{at.Year}-N{1 + reports.Count:0000}"), at, form);
            reports.Add(report);
            return report;
        }
    }

    /// <summary>Takes an update in; null when it has come before.</summary>
    public WrittenUpdate? Add(string sentId, string number, DateTimeOffset at, string status, string words)
    {
        lock (gate)
        {
            if (updates.Any(u => u.SentId == sentId)) return null;

            var update = new WrittenUpdate(string.Create(CultureInfo.InvariantCulture, $"{number}_N{1 + updates.Count}"), sentId, number, at, status, words);
            updates.Add(update);
            return update;
        }
    }

    /// <summary>The report with this number; null when none came in with it.</summary>
    public WrittenReport? Find(string number)
    {
        lock (gate) return reports.FirstOrDefault(r => r.Number == number);
    }

    /// <summary>The reports that came in between two times, newest first.</summary>
    public IReadOnlyList<WrittenReport> CameIn(DateTimeOffset from, DateTimeOffset until)
    {
        lock (gate) return [.. reports.Where(r => r.At >= from && r.At <= until).OrderByDescending(r => r.At)];
    }

    /// <summary>The updates that were made between two times, newest first.</summary>
    public IReadOnlyList<WrittenUpdate> Made(DateTimeOffset from, DateTimeOffset until)
    {
        lock (gate) return [.. updates.Where(u => u.At >= from && u.At <= until).OrderByDescending(u => u.At)];
    }

    /// <summary>What the updates that came in say.</summary>
    public IReadOnlyList<string> Words
    {
        get { lock (gate) return [.. updates.Select(u => u.Words)]; }
    }

    /// <summary>Where a report stands with the updates that came in of it.</summary>
    public (string Status, DateTimeOffset UpdatedAt, string? Notes) Stand(string number, string status, DateTimeOffset updatedAt, string? notes)
    {
        lock (gate)
        {
            foreach (var update in updates.Where(u => u.Number == number && u.At >= updatedAt).OrderBy(u => u.At))
                (status, updatedAt, notes) = (update.Status == "unchanged" ? status : update.Status, update.At, update.Words);
            return (status, updatedAt, notes);
        }
    }
}
