using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.PostgreSql;
using IntegrationHub.Protection;
using IntegrationHub.Sqlite;
using IntegrationHub.Storage;
using IntegrationHub.Workshop.Live;

namespace IntegrationHub.Installation;

/// <summary>Examines one hub: its files, keys, store, disk and streams. Changes nothing.</summary>
/// <param name="parts">What its files may name.</param>
/// <param name="time">The clock.</param>
internal sealed class HubDoctor(HubParts parts, TimeProvider time)
{
    const string NothingDropped = "IH6202";

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Looks at everything; what cannot be looked at because of something before it is left out.</summary>
    /// <param name="of">What the hub is called.</param>
    /// <param name="path">Its file.</param>
    /// <param name="values">Where its settings and secrets come from.</param>
    /// <param name="connects">Whether its streams are asked for a page.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyList<Finding>> ExamineAsync(string of, string path, ISettingSource values, bool connects, CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        var diagnostics = new DiagnosticBag();
        var file = File.Exists(path) ? HubFileReader.Read(path, diagnostics) : null;
        if (file is null && diagnostics.All.Count == 0) findings.Add(Finding.Bad(of, "the hub's file", $"there is no file '{path}'", "name it with --hub, or the server's settings with --settings"));
        Tell(of, "the hub's file", diagnostics, findings);
        if (file is null) return findings;

        if (!diagnostics.HasErrors) findings.Add(Finding.Good(of, "the hub's file", $"{path}: {file.Name}"));
        var fingerprint = Keys(of, file, findings);
        if (file.PostgreSql is { } connection) await PostgreSqlAsync(of, connection, values, fingerprint, findings, cancellationToken);
        else Sqlite(of, file, fingerprint, findings);
        await StreamsAsync(of, file, values, connects, findings, cancellationToken);
        return findings;
    }

    static void Tell(string of, string name, DiagnosticBag diagnostics, List<Finding> findings) =>
        findings.AddRange(diagnostics.All.Select(d => new Finding(of, name, d.Severity == Severity.Error ? FindingOutcome.Bad : FindingOutcome.Doubt, d.ToString(), $"ihub explain {d.Code}")));

    static string? Keys(string of, HubFile file, List<Finding> findings)
    {
        try
        {
            var fingerprint = KeyRingFile.Read(file.KeysFile).Fingerprint;
            findings.Add(Finding.Good(of, "the keys", $"{file.KeysFile} is its owner's alone"));
            findings.Add(DoctorRules.KeyBackup(of, file.KeysFile, file.PostgreSql is null && DiskOf(file.KeysFile) == DiskOf(file.DataFolder)));
            return fingerprint;
        }
        catch (KeyRingUnusableException e)
        {
            findings.Add(Finding.Bad(of, "the keys", e.Message, File.Exists(file.KeysFile) ? null : $"for a new index: ihub keys new '{file.KeysFile}'"));
            return null;
        }
    }

    static void Sqlite(string of, HubFile file, string? fingerprint, List<Finding> findings)
    {
        var folder = file.DataFolder;
        if (!Directory.Exists(folder))
        {
            findings.Add(Finding.Good(of, "the data folder", $"{folder} is not there yet; the first start makes it"));
            if (Directory.Exists(Path.GetDirectoryName(folder))) findings.Add(DoctorRules.Disk(of, folder, new DriveInfo(Path.GetDirectoryName(folder)!).AvailableFreeSpace, 0));
            return;
        }

        if (!OperatingSystem.IsWindows()) findings.Add(DoctorRules.DataFolder(of, folder, File.GetUnixFileMode(folder)));
        if (Writes(folder) is { } refusal) findings.Add(Finding.Bad(of, "the data folder", $"{folder} cannot be written by this user: {refusal}", "run the doctor as the user that the hub runs as; then chown the folder to it"));
        var drive = new DriveInfo(folder);
        findings.Add(DoctorRules.Disk(of, folder, drive.AvailableFreeSpace, new DirectoryInfo(folder).EnumerateFiles().Sum(f => f.Length)));
        if (DoctorRules.FileSystem(of, folder, drive.DriveFormat) is { } wrong) findings.Add(wrong);

        if (IndexInspection.Of(folder) is not { } index)
        {
            findings.Add(DoctorRules.Tables(of, null, 0, mayCreate: true) with { Says = "there is no index yet; the first start makes it" });
            return;
        }

        if (index.Fault is { } fault) findings.Add(Finding.Bad(of, "the index", fault));
        else findings.Add(DoctorRules.Tables(of, index.Version, index.Known, mayCreate: true));
        if (index.Fault is null && fingerprint is not null) findings.Add(DoctorRules.Keys(of, index.KeyFingerprint, fingerprint));
    }

    async Task PostgreSqlAsync(string of, string written, ISettingSource values, string? fingerprint, List<Finding> findings, CancellationToken cancellationToken)
    {
        string connection;
        try
        {
            connection = ConnectionText.Resolve(written, values);
        }
        catch (StoreUnusableException e)
        {
            findings.Add(Finding.Bad(of, "the connection string", e.Message));
            return;
        }

        var before = time.GetUtcNow();
        var seen = await DatabaseInspection.OfAsync(connection, cancellationToken);
        if (seen.Fault is { } fault)
        {
            findings.Add(Finding.Bad(of, "PostgreSQL", fault, "check host, port, role, password and pg_hba.conf; docs/postgresql-store.md tells how it is set up"));
            return;
        }

        findings.AddRange(DoctorRules.PostgreSql(of, seen));
        // The clock was asked last, so at the end of what passed.
        findings.Add(DoctorRules.Clock(of, Nearest(seen.Now, before, time.GetUtcNow())));
        findings.Add(DoctorRules.Tables(of, seen.Version, seen.Known, seen.MayCreate));
        if (fingerprint is not null) findings.Add(DoctorRules.Keys(of, seen.KeyFingerprint, fingerprint));
        if (DoctorRules.Schedules(of, seen.Nodes.Running, seen.Nodes.Apart) is { } schedules) findings.Add(schedules);
    }

    // What passed while it was asked is not held against it.
    internal static TimeSpan Nearest(DateTimeOffset there, DateTimeOffset before, DateTimeOffset after) =>
        there < before ? before - there : there > after ? after - there : TimeSpan.Zero;

    async Task StreamsAsync(string of, HubFile file, ISettingSource values, bool connects, List<Finding> findings, CancellationToken cancellationToken)
    {
        var snapshot = new HubCatalog(file.StreamFolders, [.. parts.Adapters], parts.Functions.Compile, time).Reload();
        var told = new DiagnosticBag();
        told.AddRange(snapshot.Diagnostics);
        Tell(of, "the streams' files", told, findings);
        foreach (var stream in snapshot.Streams)
        {
            var name = $"stream {stream.Definition.Name}";
            var wrong = new DiagnosticBag();
            if (new SettingResolver(values).Resolve(stream.File, wrong) is null)
            {
                Tell(of, name, wrong, findings);
                continue;
            }

            findings.Add(connects ? await ConnectAsync(of, name, stream, values, cancellationToken) : Finding.Good(of, name, "its settings and secrets have values"));
        }
    }

    async Task<Finding> ConnectAsync(string of, string name, StreamInForce stream, ISettingSource values, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var steps = await StreamCheck.RunAsync(new LiveStream(stream.File, stream.Adapter, stream.Mapping, values, time), records: 100, patience.Token);
            // A drop folder from which everything has been read looks like one into which nothing was ever dropped.
            if (steps.FirstOrDefault(step => step.Says.StartsWith(NothingDropped, StringComparison.Ordinal)) is { } empty)
                return Finding.Doubt(of, name, empty.Says, "good when earlier files have been read: ihub streams list");
            if (steps.FirstOrDefault(step => step.Outcome == CheckOutcome.Bad) is { } bad) return Finding.Bad(of, name, $"{bad.Name}: {bad.Says}", $"ihub check {stream.Definition.Name}");
            return steps.FirstOrDefault(step => step.Outcome == CheckOutcome.Doubt) is { } doubt
                ? Finding.Doubt(of, name, $"{doubt.Name}: {doubt.Says}", $"ihub check {stream.Definition.Name}")
                : Finding.Good(of, name, "it connects, and what it reads is what its mapping expects");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Finding.Bad(of, name, $"no page came within {Patience.TotalSeconds:0} seconds", $"ihub check {stream.Definition.Name}");
        }
    }

    // A file that is made and taken away again: rights on folders have more ways to say no than can be read.
    static string? Writes(string folder)
    {
        try
        {
            var probe = Path.Combine(folder, $".doctor-{Environment.ProcessId}");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.GetType().Name;
        }
    }

    static string DiskOf(string path)
    {
        var full = Path.GetFullPath(path);
        return DriveInfo.GetDrives().Select(drive => drive.RootDirectory.FullName).Where(root => full.StartsWith(root, StringComparison.Ordinal)).MaxBy(root => root.Length) ?? "";
    }
}
