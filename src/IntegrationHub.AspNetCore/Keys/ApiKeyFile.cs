using System.Text.Json;
using System.Text.RegularExpressions;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Disclosure;
using IntegrationHub.Hosting;

namespace IntegrationHub.AspNetCore;

/// <summary>The file <c>api-keys.json</c>: the keys of the applications that may call the hub. Only its owner may read it.</summary>
/// <remarks>
/// <c>{"keys":[{"name":"desk","role":"agent","key":"ihub_…"},{"name":"permits","role":"specialist","departments":["byggnadsnamnden"],"key":"ihub_…"}]}</c>.
/// Roles are agent, specialist, operations and administrator; a specialist names departments.
/// </remarks>
public static partial class ApiKeyFile
{
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    static readonly string[] Properties = ["name", "role", "departments", "key"];

    /// <summary>Makes the file with one new key per role, each named like its role; refuses to overwrite one.</summary>
    /// <param name="path">Where; its folder must exist.</param>
    /// <param name="specialistDepartments">The departments that the specialist's key is for.</param>
    /// <exception cref="IOException">The file exists, or cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static IReadOnlyList<ApiKey> CreateNew(string path, IReadOnlyList<string> specialistDepartments)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(specialistDepartments);

        var keys = Enum.GetValues<CallerRole>()
            .Select(role => ApiKey.Create(ApiRoles.NameOf(role), role, role == CallerRole.Specialist ? specialistDepartments : null))
            .ToList();
        CreateNew(path, keys);
        return keys;
    }

    /// <summary>Makes the file with these keys; refuses to overwrite one.</summary>
    /// <param name="path">Where; its folder must exist.</param>
    /// <param name="keys">The keys: names and keys may stand once only.</param>
    /// <exception cref="IOException">The file exists, or cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static void CreateNew(string path, IReadOnlyList<ApiKey> keys)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(keys);

        var half = path + ".new";
        File.Delete(half);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        using (var file = new FileStream(half, options))
        {
            Write(file, keys);
            file.Flush(flushToDisk: true);
        }

        // A crash leaves either no key file or a whole one.
        File.Move(half, path, overwrite: false);
    }

    /// <summary>Reads the file.</summary>
    /// <exception cref="HubStartException">Others than its owner may read it, or what it says is wrong; all of it is told at once.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyList<ApiKey> Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);

        var diagnostics = new DiagnosticBag();
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
        {
            diagnostics.Error(new Place(path, 1, 1), "IH7101", $"others than the owner may read or write this file; make it the owner's alone (chmod 600 '{path}'), and make new keys if somebody may have read them");
            throw new HubStartException(diagnostics.All);
        }

        var keys = Parse(path, File.ReadAllText(path), diagnostics);
        return diagnostics.HasErrors ? throw new HubStartException(diagnostics.All) : keys;
    }

    static void Write(Stream file, IReadOnlyList<ApiKey> keys)
    {
        using var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteStartArray("keys");
        foreach (var key in keys)
        {
            json.WriteStartObject();
            json.WriteString("name", key.Name);
            json.WriteString("role", ApiRoles.NameOf(key.Role));
            if (key.Departments.Count > 0)
            {
                json.WriteStartArray("departments");
                foreach (var department in key.Departments) json.WriteStringValue(department);
                json.WriteEndArray();
            }

            json.WriteString("key", key.Secret);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    // A key may stand where something else was expected, and what is wrong is logged.
    internal static IReadOnlyList<ApiKey> Parse(string path, string text, DiagnosticBag diagnostics)
    {
        var found = new DiagnosticBag();
        var keys = ParseAll(path, text, found);
        foreach (var wrong in found.All) diagnostics.Error(wrong.Place, wrong.Code, AnyKey().Replace(wrong.Message, ApiKey.Prefix + "…"));
        return keys;
    }

    // JSON is YAML, and the YAML reader knows lines and columns and refuses duplicates.
    static IReadOnlyList<ApiKey> ParseAll(string path, string text, DiagnosticBag diagnostics)
    {
        if (YamlTreeReader.Read(path, text, diagnostics) is not { } root) return [];
        if (root is not YamlMap map || map["keys"]?.Value is not YamlList list)
        {
            diagnostics.Error(root.Place, "IH7102", "an object with the list 'keys' was expected: {\"keys\":[{\"name\":…,\"role\":…,\"key\":…}]}");
            return [];
        }

        foreach (var entry in map.Entries.Where(e => e.Key.Text != "keys"))
            diagnostics.Error(entry.Key.Place, "IH7103", $"'{entry.Key.Text}' is not known here{DidYouMean.Hint(entry.Key.Text, ["keys"])}");
        if (list.Items.Count == 0) diagnostics.Error(list.Place, "IH7104", "there is no key, so nobody could call; delete the file to have it made anew");

        var keys = list.Items.Select(item => ReadKey(item, diagnostics)).OfType<(ApiKey Key, Place Place)>().ToList();
        foreach (var (_, place) in keys.GroupBy(k => k.Key.Name, StringComparer.Ordinal).SelectMany(g => g.Skip(1)))
            diagnostics.Error(place, "IH7105", "this name is used by a key above; the audit could not tell them apart");
        foreach (var (_, place) in keys.GroupBy(k => k.Key.Secret, StringComparer.Ordinal).SelectMany(g => g.Skip(1)))
            diagnostics.Error(place, "IH7106", "this key stands above already; give every application its own");
        return [.. keys.Select(k => k.Key)];
    }

    static (ApiKey Key, Place Place)? ReadKey(YamlNode item, DiagnosticBag diagnostics)
    {
        if (item is not YamlMap map)
        {
            diagnostics.Error(item.Place, "IH7107", "an object with name, role and key was expected");
            return null;
        }

        foreach (var entry in map.Entries.Where(e => !Properties.Contains(e.Key.Text)))
            diagnostics.Error(entry.Key.Place, "IH7103", $"'{entry.Key.Text}' is not known here{DidYouMean.Hint(entry.Key.Text, Properties)}");

        var name = TextOf(map, "name", diagnostics);
        if (name is not null && CallerText.Fault(name) is { } fault)
            diagnostics.Error(map["name"]!.Value.Place, "IH7108", $"the name cannot stand in the audit: {fault}");

        var role = TextOf(map, "role", diagnostics) is { } written ? ReadRole(written, map["role"]!.Value.Place, diagnostics) : null;
        var secret = TextOf(map, "key", diagnostics);
        if (secret is not null && !ApiKey.LooksLikeOne(secret))
            diagnostics.Error(map["key"]!.Value.Place, "IH7109", $"this is no key: '{ApiKey.Prefix}' and at least 32 random bytes in base64url were expected ({ApiKey.TextLength} characters or more)");

        var departments = DepartmentsOf(map, role, diagnostics);
        return name is null || role is null || secret is null ? null : (new ApiKey(name, role.Value, departments, secret), map.Place);
    }

    static CallerRole? ReadRole(string written, Place place, DiagnosticBag diagnostics)
    {
        var role = ApiRoles.Of(written);
        if (role is null)
            diagnostics.Error(place, "IH7110", $"'{written}' is no role{DidYouMean.Hint(written, ApiRoles.Names)}; the roles are {string.Join(", ", ApiRoles.Names.Order(StringComparer.Ordinal))}");
        return role;
    }

    static List<string> DepartmentsOf(YamlMap map, CallerRole? role, DiagnosticBag diagnostics)
    {
        var node = map["departments"]?.Value;
        if (role == CallerRole.Specialist && node is null or YamlList { Items.Count: 0 })
            diagnostics.Error(node?.Place ?? map.Place, "IH7111", "a specialist belongs to at least one department: \"departments\":[\"…\"]");
        if (role is not null and not CallerRole.Specialist && node is not null)
            diagnostics.Error(node.Place, "IH7112", "only a specialist has departments");
        if (node is null) return [];

        var texts = (node as YamlList)?.Items.OfType<YamlText>().Where(t => t.Text.Trim().Length > 0).Select(t => t.Text).ToList();
        if (texts is null || texts.Count != ((YamlList)node).Items.Count)
        {
            diagnostics.Error(node.Place, "IH7113", "a list of department names was expected");
            return [];
        }

        return texts;
    }

    static string? TextOf(YamlMap map, string name, DiagnosticBag diagnostics)
    {
        switch (map[name]?.Value)
        {
            case YamlText text when text.Text.Trim().Length > 0:
                return text.Text;
            case { } other:
                diagnostics.Error(other.Place, "IH7114", $"'{name}' must be a text");
                return null;
            default:
                diagnostics.Error(map.Place, "IH7115", $"'{name}' is missing");
                return null;
        }
    }

    [GeneratedRegex(ApiKey.Prefix + "[A-Za-z0-9_-]+")]
    private static partial Regex AnyKey();
}
