using System.Globalization;

namespace IntegrationHub.SampleTests;

/// <summary>Compares what was expected with what came, and tells every difference.</summary>
internal sealed class Comparison
{
    readonly List<string> differences = [];
    readonly HashSet<string> expected = new(StringComparer.Ordinal);

    Comparison()
    {
    }

    /// <summary>The differences, in words.</summary>
    /// <param name="expectation">What was expected.</param>
    /// <param name="actual">What came.</param>
    /// <param name="exactly">Whether everything that came must be expected.</param>
    public static IReadOnlyList<string> Of(Expected.Section expectation, IReadOnlyDictionary<string, object?> actual, bool exactly)
    {
        var comparison = new Comparison();
        comparison.Compare(expectation, actual, "");
        if (exactly) comparison.FindUnexpected(WithoutTheObvious(actual), "");
        return comparison.differences;
    }

    // The order is no part of the case, and a number that is the key says nothing new.
    static Dictionary<string, object?> WithoutTheObvious(IReadOnlyDictionary<string, object?> actual) =>
        actual.Where(f => f.Key != "order" && !(f.Key == "number" && Equals(f.Value, actual.GetValueOrDefault("key")))).ToDictionary(StringComparer.Ordinal);

    void Compare(Expected expectation, object? actual, string path)
    {
        expected.Add(path);
        switch (expectation)
        {
            case Expected.Nothing:
                if (!IsNothing(actual)) Differ(path, "nothing", actual);
                break;
            case Expected.Single single:
                if (!Same(single.Value, actual)) Differ(path, TargetShape.Show(single.Value), actual);
                break;
            case Expected.Count count:
                var number = (actual as IReadOnlyList<object?>)?.Count ?? 0;
                if (number != count.Number) differences.Add(string.Create(CultureInfo.InvariantCulture, $"{path}.count: expected {count.Number}, got {number}"));
                break;
            case Expected.Items items:
                CompareItems(items, actual as IReadOnlyList<object?> ?? [], path);
                break;
            case Expected.Section section:
                foreach (var field in section.Fields) CompareField(field, actual, path);
                break;
        }
    }

    void CompareItems(Expected.Items items, IReadOnlyList<object?> actual, string path)
    {
        if (items.All.Count != actual.Count)
            differences.Add(string.Create(CultureInfo.InvariantCulture, $"{path}: expected {items.All.Count} items, got {actual.Count}"));
        for (var i = 0; i < Math.Min(items.All.Count, actual.Count); i++) Compare(items.All[i], actual[i], FieldPath.Join(path, new FieldStep(null, i)));
    }

    void CompareField(ExpectedField field, object? actual, string path)
    {
        foreach (var step in field.Path)
        {
            // The count is the list's own; it is compared there.
            if (field.Value is Expected.Count && step.Name == "count" && actual is null or IReadOnlyList<object?>) break;

            expected.Add(path);
            path = FieldPath.Join(path, step);
            actual = (actual, step) switch
            {
                (IReadOnlyDictionary<string, object?> fields, { Name: { } name }) => fields.GetValueOrDefault(name),
                (IReadOnlyList<object?> list, { Name: null }) when step.Item < list.Count => list[step.Item],
                _ => null,
            };
        }

        Compare(field.Value, actual, path);
    }

    void FindUnexpected(object? actual, string path)
    {
        switch (actual)
        {
            case IReadOnlyDictionary<string, object?> fields:
                foreach (var (name, value) in fields.OrderBy(f => f.Key, StringComparer.Ordinal)) FindUnexpected(value, FieldPath.Join(path, new FieldStep(name)));
                break;
            case IReadOnlyList<object?> list:
                for (var i = 0; i < list.Count; i++) FindUnexpected(list[i], FieldPath.Join(path, new FieldStep(null, i)));
                break;
            default:
                if (!IsNothing(actual) && !expected.Contains(path)) differences.Add($"{path}: got {TargetShape.Show(actual)}, which the test does not expect");
                break;
        }
    }

    void Differ(string path, string wanted, object? actual) => differences.Add($"{path}: expected {wanted}, got {TargetShape.Show(actual)}");

    static bool IsNothing(object? value) => value is null or false or IReadOnlyList<object?> { Count: 0 } or IReadOnlyDictionary<string, object?> { Count: 0 };

    static bool Same(object? expected, object? actual) => (expected, actual) switch
    {
        (decimal wanted, IConvertible number) when actual is not (string or Enum or bool) => wanted == Convert.ToDecimal(number, CultureInfo.InvariantCulture),
        (DateTimeOffset wanted, DateTimeOffset at) => wanted == at,
        (false, null) => true,
        _ => Equals(expected, actual),
    };
}
