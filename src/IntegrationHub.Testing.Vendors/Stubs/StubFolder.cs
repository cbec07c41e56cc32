using System.Globalization;
using IntegrationHub.Diagnostics;
using Newtonsoft.Json.Linq;

namespace IntegrationHub.Testing;

/// <summary>A folder of stub files: recorded or written answers of a vendor, in the subset of WireMock's mapping format that other tools import too, and faults in a file beside.</summary>
/// <remarks>
/// Each <c>*.json</c> is one mapping, or several in <c>{"mappings": […]}</c>; they lie in the folder itself, or in <c>mappings</c> below it. Bodies in files (<c>bodyFileName</c>) lie in <c>__files</c>. What the format
/// has beyond the subset (delays, faults, scenarios, priorities, templates, further matchers) is an error that says so: it would mean one thing here and another there.
/// Faults stand in <c>faults.json</c>. Of several stubs that fit a call the one that stands last is taken, as WireMock does.
/// </remarks>
public sealed class StubFolder
{
    /// <summary>The name of the file with the faults.</summary>
    public const string FaultFile = "faults.json";

    /// <summary>The folder of the stub files, where there is one.</summary>
    public const string MappingFolder = "mappings";

    /// <summary>The folder of bodies.</summary>
    public const string BodyFolder = "__files";

    /// <summary>Stands in recorded answers where the vendor's own address stood. Whoever serves them puts its own in its place, so that links lead back to it.</summary>
    public const string Origin = "http://stubs.example";

    StubFolder(IReadOnlyList<Stub> stubs, IReadOnlyList<StubFault> faults) => (Stubs, Faults) = (stubs, faults);

    /// <summary>The stubs, in the order of file names and of their places in them.</summary>
    public IReadOnlyList<Stub> Stubs { get; }

    /// <summary>The faults.</summary>
    public IReadOnlyList<StubFault> Faults { get; }

    /// <summary>Reads a folder; a relative path counts from the nearest folder above the tests that has it.</summary>
    /// <exception cref="InvalidDataException">Files are wrong; it holds everything that was found, with places and what to do.</exception>
    public static StubFolder Read(string folder)
    {
        var diagnostics = new DiagnosticBag();
        var read = Read(RepositoryPath.Of(folder), diagnostics);
        return diagnostics.HasErrors ? throw new InvalidDataException(string.Join('\n', diagnostics.All)) : read;
    }

    /// <summary>The same, with what is wrong in a bag.</summary>
    public static StubFolder Read(string folder, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(diagnostics);

        var stubs = new List<Stub>();
        var mappings = Path.Combine(folder, MappingFolder);
        var files = Directory.EnumerateFiles(Directory.Exists(mappings) ? mappings : folder, "*.json").Where(f => Path.GetFileName(f) != FaultFile).Order(StringComparer.Ordinal).ToList();
        if (files.Count == 0) diagnostics.Error(new Place(folder, 1, 1), StubCodes.None, "there is no stub file (*.json) in this folder");
        foreach (var file in files)
        {
            if (StubJson.Read(file, diagnostics) is not { } root) continue;

            if (root["mappings"] is JArray several)
            {
                foreach (var (mapping, number) in several.Select((m, i) => (m, i + 1))) Add(file, mapping, string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(file)}#{number}"), folder, stubs, diagnostics);
            }
            else
            {
                Add(file, root, Path.GetFileNameWithoutExtension(file), folder, stubs, diagnostics);
            }
        }

        foreach (var twin in stubs.GroupBy(s => s.Name, StringComparer.Ordinal).Where(g => g.Count() > 1))
            diagnostics.Error(new Place(folder, 1, 1), StubCodes.Twice, $"there are {twin.Count()} stubs called '{twin.Key}'; each has a name of its own");
        foreach (var same in stubs.GroupBy(s => s.Request.Signature, StringComparer.Ordinal).Where(g => g.Count() > 1))
            foreach (var hidden in same.SkipLast(1))
                diagnostics.Warning(new Place(hidden.File, 1, 1), StubCodes.NeverReached, $"'{hidden.Name}' never answers: '{same.Last().Name}', which stands behind it, takes the same calls");
        var faults = Path.Combine(folder, FaultFile);
        return new StubFolder(stubs, File.Exists(faults) && StubJson.Read(faults, diagnostics) is { } list ? StubFaultReader.Read(faults, list, [.. stubs.Select(s => s.Name)], diagnostics) : []);
    }

    static void Add(string file, JToken mapping, string standardName, string folder, List<Stub> stubs, DiagnosticBag diagnostics)
    {
        if (StubReader.Read(file, mapping, standardName, Path.Combine(folder, BodyFolder), diagnostics) is { } stub) stubs.Add(stub);
    }

    /// <summary>Finds what answers a call: the last stub that fits it, or else the one that comes nearest.</summary>
    public StubMatch Match(VendorCall call)
    {
        ArgumentNullException.ThrowIfNull(call);

        if (Stubs.LastOrDefault(s => s.Fits(call)) is { } stub) return new StubMatch(stub, null, []);

        // A stub of another path is nearer the longer both begin alike; one of the same path, the less differs.
        var nearest = Stubs
            .Select(s => (Stub: s, Differences: s.Differences(call)))
            .OrderBy(s => s.Differences.Any(d => d.Part.StartsWith("path", StringComparison.Ordinal)) ? 1 : 0)
            .ThenByDescending(s => Alike(call.Path, (s.Stub.Request.Path ?? s.Stub.Request.Target)?.Value ?? ""))
            .ThenBy(s => s.Differences.Count)
            .FirstOrDefault();
        return new StubMatch(null, nearest.Stub, nearest.Differences ?? []);
    }

    /// <summary>Starts a vendor that answers from these stubs, and 404 with the nearest of them to what none fits.</summary>
    /// <param name="clock">The clock that calls are written down by, and that delays wait for.</param>
    /// <param name="port">The port of this machine; any that is free unless set.</param>
    /// <param name="seen">Told of each call with what came of it.</param>
    public async Task<ScriptedVendor> ServeAsync(TimeProvider clock, int port = 0, Action<ServedCall>? seen = null)
    {
        var answers = new StubAnswers(this, seen);
        var vendor = await ScriptedVendor.StartAsync(clock, answers.Of, port);
        answers.Address = vendor.Address;
        vendor.MeetsFault = answers.FaultOf;
        return vendor;
    }

    static int Alike(string a, string b)
    {
        var length = 0;
        while (length < a.Length && length < b.Length && a[length] == b[length]) length++;
        return length;
    }
}

/// <summary>What was found for a call.</summary>
/// <param name="Stub">The stub that answers it; null when none does.</param>
/// <param name="Nearest">Where none does, the one that comes nearest; null when there are no stubs.</param>
/// <param name="Differences">What keeps that one from answering.</param>
public sealed record StubMatch(Stub? Stub, Stub? Nearest, IReadOnlyList<StubDifference> Differences);

/// <summary>A call to stub files with what came of it.</summary>
/// <param name="Call">The call.</param>
/// <param name="Match">What was found for it.</param>
/// <param name="Status">The status of the answer.</param>
/// <param name="Fault">The fault that it met; null when it met none.</param>
public sealed record ServedCall(VendorCall Call, StubMatch Match, int Status, VendorFault? Fault);

/// <summary>The codes of what is wrong with stub files.</summary>
internal static class StubCodes
{
    public const string None = "IH4101";
    public const string NotJson = "IH4102";
    public const string UnknownKey = "IH4103";
    public const string WrongValue = "IH4104";
    public const string Missing = "IH4105";
    public const string NotInSubset = "IH4106";
    public const string Twice = "IH4107";
    public const string NoBody = "IH4108";
    public const string UnknownStub = "IH4109";
    public const string NeverReached = "IH4110";
    public const string Unreadable = "IH4111";
}
