using System.Globalization;
using IntegrationHub.Diagnostics;
using Newtonsoft.Json.Linq;

namespace IntegrationHub.Testing;

/// <summary>Reads the file of faults that lies beside stub files: <c>{"faults": [{"stub": "page-2", "calls": "1-3", "fault": "resetAt", "byte": 40}]}</c>.</summary>
internal static class StubFaultReader
{
    static readonly string[] Kinds = ["delay", "drip", "silence", "resetAt", "cutAt", "cutInTheMiddle", "garbage", "empty", "html", "status", "busy", "redirect", "gzipBomb"];

    public static IReadOnlyList<StubFault> Read(string file, JObject root, IReadOnlyList<string> stubs, DiagnosticBag diagnostics)
    {
        StubJson.Keys(file, root, ["faults"], [], diagnostics);
        if (root["faults"] is JArray list) return [.. list.Select(one => ReadOne(file, one, stubs, diagnostics)).OfType<StubFault>()];

        diagnostics.Error(StubJson.PlaceOf(file, root["faults"] ?? root), StubCodes.Missing, "'faults' is missing: a list of faults, each with stub and fault");
        return [];
    }

    static StubFault? ReadOne(string file, JToken written, IReadOnlyList<string> stubs, DiagnosticBag diagnostics)
    {
        if (written is not JObject found)
        {
            diagnostics.Error(StubJson.PlaceOf(file, written), StubCodes.WrongValue, "a fault is an object with stub and fault");
            return null;
        }

        StubJson.Keys(file, found, ["stub", "calls", "fault", "milliseconds", "seconds", "bytes", "byte", "status", "asDate", "to", "seed"], [], diagnostics);
        var stub = StubJson.Text(file, found, "stub", diagnostics);
        var kind = StubJson.Text(file, found, "fault", diagnostics);
        if (stub is null || kind is null)
        {
            diagnostics.Error(StubJson.PlaceOf(file, found), StubCodes.Missing, $"'{(stub is null ? "stub" : "fault")}' is missing: {(stub is null ? "the name of the stub whose calls meet the fault" : $"one of {string.Join(", ", Kinds)}")}");
            return null;
        }

        if (!stubs.Contains(stub)) diagnostics.Error(StubJson.PlaceOf(file, found["stub"]!), StubCodes.UnknownStub, $"there is no stub '{stub}'{DidYouMean.Hint(stub, stubs)}");
        var (first, last) = Calls(file, found, diagnostics);
        return Fault(file, found, kind, diagnostics) is { } fault ? new StubFault(stub, first, last, fault) : null;
    }

    // "2", "1-3", "2-": which of the stub's calls; all unless set.
    static (int First, int Last) Calls(string file, JObject found, DiagnosticBag diagnostics)
    {
        if (found["calls"] is null) return (1, int.MaxValue);

        var parts = (StubJson.Text(file, found, "calls", diagnostics) ?? "").Split('-');
        var first = Number(parts[0]);
        var last = parts.Length == 1 ? first : parts is [_, ""] ? int.MaxValue : Number(parts[1]);
        if (first is { } from && last is { } until && from <= until && parts.Length <= 2) return (from, until);

        diagnostics.Error(StubJson.PlaceOf(file, found["calls"]!), StubCodes.WrongValue, "'calls' is a number of the stub's calls or a range of them, as a text: \"2\", \"1-3\", \"2-\"");
        return (1, int.MaxValue);

        static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
    }

    static VendorFault? Fault(string file, JObject found, string kind, DiagnosticBag diagnostics)
    {
        switch (kind)
        {
            case "delay": return Int("milliseconds", 1) is { } late ? VendorFault.Delay(TimeSpan.FromMilliseconds(late)) : null;
            case "drip": return (Int("bytes", 1), Int("milliseconds", 1)) is ({ } bytes, { } every) ? VendorFault.Drip(bytes, TimeSpan.FromMilliseconds(every)) : null;
            case "silence": return VendorFault.Silence;
            case "resetAt": return Int("byte", int.MinValue) is { } reset ? VendorFault.ResetAt(reset) : null;
            case "cutAt": return Int("byte", int.MinValue) is { } cut ? VendorFault.CutAt(cut) : null;
            case "cutInTheMiddle": return VendorFault.CutInTheMiddle;
            case "garbage": return VendorFault.Garbage(found["seed"] is null ? 1 : Int("seed", 0) ?? 1);
            case "empty": return VendorFault.Empty;
            case "html": return VendorFault.Html;
            case "status": return Int("status", 100) is { } status ? VendorFault.Status(status) : null;
            case "busy": return Int("seconds", 0) is { } wait ? VendorFault.Busy(found["status"] is null ? 429 : Int("status", 100) ?? 429, TimeSpan.FromSeconds(wait), found["asDate"] is JValue { Value: true }) : null;
            case "redirect": return Address() is { } to ? VendorFault.Redirect(to) : null;
            case "gzipBomb": return Int("bytes", 1) is { } size ? VendorFault.GzipBomb(size) : null;
            default:
                diagnostics.Error(StubJson.PlaceOf(file, found["fault"]!), StubCodes.WrongValue, $"there is no fault '{kind}'{DidYouMean.Hint(kind, Kinds)}; there are {string.Join(", ", Kinds)}");
                return null;
        }

        int? Int(string key, int least)
        {
            if (found[key] is not null) return StubJson.Number(file, found, key, least, int.MaxValue, diagnostics);

            Missing(key, "a whole number");
            return null;
        }

        Uri? Address()
        {
            if (Uri.TryCreate(StubJson.Text(file, found, "to", diagnostics), UriKind.Absolute, out var to)) return to;

            Missing("to", "an absolute address");
            return null;
        }

        void Missing(string key, string what) => diagnostics.Error(StubJson.PlaceOf(file, found[key] ?? found), StubCodes.Missing, $"the fault '{kind}' needs '{key}': {what}");
    }
}
