using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using IntegrationHub.Disclosure;

namespace IntegrationHub.AspNetCore;

/// <summary>What an application calls the hub with, and what it may do. Printing it does not show the key.</summary>
public sealed class ApiKey
{
    /// <summary>What every key begins with, so that tools that look for leaked secrets know it.</summary>
    public const string Prefix = "ihub_";

    const int RandomBytes = 32;

    /// <summary>How many characters a key has.</summary>
    public static int TextLength { get; } = Prefix.Length + Base64Url.GetEncodedLength(RandomBytes);

    /// <summary>A key.</summary>
    /// <param name="name">What the audit calls the application.</param>
    /// <param name="role">What it may do.</param>
    /// <param name="departments">The departments of a specialist; empty for other roles.</param>
    /// <param name="secret">The text that the header carries.</param>
    public ApiKey(string name, CallerRole role, IReadOnlyList<string> departments, string secret)
    {
        ArgumentNullException.ThrowIfNull(secret);

        Name = name;
        Role = role;
        Departments = departments;
        Secret = secret;
        Hash = SHA256.HashData(Encoding.UTF8.GetBytes(secret));
    }

    /// <summary>What the audit calls the application.</summary>
    public string Name { get; }

    /// <summary>What it may do.</summary>
    public CallerRole Role { get; }

    /// <summary>The departments of a specialist; empty for other roles.</summary>
    public IReadOnlyList<string> Departments { get; }

    /// <summary>The text that the header <c>X-Api-Key</c> carries. Never to be logged.</summary>
    public string Secret { get; }

    internal byte[] Hash { get; }

    /// <summary>A key with 32 random bytes.</summary>
    /// <param name="name">What the audit calls the application.</param>
    /// <param name="role">What it may do.</param>
    /// <param name="departments">The departments of a specialist; empty for other roles.</param>
    public static ApiKey Create(string name, CallerRole role, IReadOnlyList<string>? departments = null) =>
        new(name, role, departments ?? [], Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes)));

    /// <summary>The name and the role.</summary>
    public override string ToString() => $"{Name} ({ApiRoles.NameOf(Role)})";

    /// <summary>Whether a key, or the better part of one, stands in a text.</summary>
    internal static bool IsIn(string text) => text.Contains(Prefix, StringComparison.OrdinalIgnoreCase) || LooksLikeOne($"{Prefix}{text}");

    internal static bool LooksLikeOne(string text) =>
        text.Length >= TextLength && text.StartsWith(Prefix, StringComparison.Ordinal) && Base64Url.IsValid(text.AsSpan(Prefix.Length));

    internal Caller ToCaller(string? onBehalfOf) => new() { Name = Name, Role = Role, Departments = Departments, OnBehalfOf = onBehalfOf };
}
