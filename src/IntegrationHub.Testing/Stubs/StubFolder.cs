using System.Globalization;
using System.Text;
using IntegrationHub.Diagnostics;
using Newtonsoft.Json.Linq;

namespace IntegrationHub.Testing;

/// <summary>A folder of stub files: recorded or written answers of a vendor, in the subset of WireMock's mapping format that other tools import too, and faults in a file beside.</summary>
/// <remarks>
/// Each <c>*.json</c> is one mapping, or several in <c>{"mappings": […]}</c>; bodies in files (<c>bodyFileName</c>) lie in <c>__files</c>. What the format has beyond the subset
/// (delays, faults, scenarios, priorities, templates, further matchers) is an error that says so: it would mean one thing here and another there.
/// Faults stand in <c>faults.json</c>. Of several stubs that fit a call the one that stands last is taken, as WireMock does.
/// </remarks>
public sealed class StubFolder
{
    /// <summary>The name of the file with the faults.</summary>
    public const string FaultFile = "faults.json";

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
        var files = Directory.EnumerateFiles(folder, "*.json").Where(f => Path.GetFileName(f) != FaultFile).Order(StringComparer.Ordinal).ToList();
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
        var faults = Path.Combine(folder, FaultFile);
        return new StubFolder(stubs, File.Exists(faults) && StubJson.Read(faults, diagnostics) is { } list ? StubFaultReader.Read(faults, list, [.. stubs.Select(s => s.Name)], diagnostics) : []);
    }

    static void Add(string file, JToken mapping, string standardName, string folder, List<Stub> stubs, DiagnosticBag diagnostics)
    {
        if (StubReader.Read(file, mapping, standardName, Path.Combine(folder, "__files"), diagnostics) is { } stub) stubs.Add(stub);
    }

    /// <summary>Starts a vendor that answers from these stubs, and 404 with the list of them to what none fits.</summary>
    /// <param name="clock">The clock that calls are written down by, and that delays wait for.</param>
    public async Task<ScriptedVendor> ServeAsync(TimeProvider clock)
    {
        var answers = new StubAnswers(this);
        var vendor = await ScriptedVendor.StartAsync(clock, answers.Of);
        vendor.MeetsFault = answers.FaultOf;
        return vendor;
    }

    /// <summary>What is answered, and which call meets a fault: both count the calls of each stub.</summary>
    sealed class StubAnswers(StubFolder stubs)
    {
        readonly Lock gate = new();
        readonly Dictionary<string, int> answered = new(StringComparer.Ordinal);

        public VendorAnswer Of(VendorCall call) => Find(call)?.Answer
            ?? VendorAnswer.Of($"No stub fits {call.Method} {call.Path}. There are: {string.Join(", ", stubs.Stubs.Select(s => s.Name))}.", "text/plain; charset=utf-8", 404, Encoding.UTF8);

        public VendorFault? FaultOf(VendorCall call)
        {
            if (Find(call) is not { } stub) return null;

            lock (gate)
            {
                var number = answered[stub.Name] = answered.GetValueOrDefault(stub.Name) + 1;
                return stubs.Faults.FirstOrDefault(f => f.Stub == stub.Name && number >= f.First && number <= f.Last)?.Fault;
            }
        }

        Stub? Find(VendorCall call) => stubs.Stubs.LastOrDefault(s => s.Fits(call));
    }
}

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
}
