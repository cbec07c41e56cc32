using System.Collections.Concurrent;

namespace IntegrationHub.Configuration;

/// <summary>How the values of an enumeration are written in files: in camel case, <c>waitingForCitizen</c>.</summary>
public static class EnumNames
{
    static readonly ConcurrentDictionary<Type, IReadOnlyList<string>> Known = new();

    /// <summary>The names, in the order of their declaration.</summary>
    public static IReadOnlyList<string> Of(Type type) => Known.GetOrAdd(type, static t => [.. Enum.GetNames(t).Select(Camel)]);

    /// <summary>The name of a value.</summary>
    public static string Of<T>(T value) where T : struct, Enum => Camel(value.ToString());

    /// <summary>Reads a name; digits and lists of names are none.</summary>
    public static bool TryParse<T>(string text, out T value) where T : struct, Enum
    {
        value = default;
        return Of(typeof(T)).Contains(text, StringComparer.Ordinal) && Enum.TryParse(text, ignoreCase: true, out value);
    }

    /// <summary>The first letter in lower case.</summary>
    public static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
