using IntegrationHub.Benchmarks;
using IntegrationHub.Benchmarks.MappingJson;
using IntegrationHub.Diagnostics;

var benchmarks = new Dictionary<string, Func<TextWriter, bool>>(StringComparer.Ordinal)
{
    ["mapping-json"] = MappingJsonBenchmark.Run,
    ["mapping-json-cold"] = MappingJsonBenchmark.RunCold,
};

var unknown = args.Where(name => !benchmarks.ContainsKey(name)).ToList();
if (unknown.Count > 0)
{
    foreach (var name in unknown) Console.Error.WriteLine($"There is no benchmark '{name}'{DidYouMean.Hint(name, benchmarks.Keys)}. There are: {string.Join(", ", benchmarks.Keys)}.");
    return 2;
}

#if DEBUG
Console.Error.WriteLine("This is a debug build, whose figures mean nothing. Run: dotnet run -c Release --project benchmarks/IntegrationHub.Benchmarks");
#endif

var allWell = true;
foreach (var name in args.Length > 0 ? args : [.. benchmarks.Keys])
{
    Console.Out.WriteLine($"## {name}");
    allWell &= benchmarks[name](Console.Out);
    Console.Out.WriteLine();
}

return allWell ? 0 : 1;
