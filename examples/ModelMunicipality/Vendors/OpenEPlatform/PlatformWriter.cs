using System.Globalization;
using System.Text;
using System.Xml;

namespace ModelMunicipality.Vendors.OpenEPlatform;

/// <summary>Writes documents as the platform does: in ISO-8859-1, with local times to the minute and the same again in milliseconds.</summary>
static class PlatformWriter
{
    static readonly XmlWriterSettings Settings = new() { Encoding = Encoding.Latin1, OmitXmlDeclaration = true };

    /// <summary>One document.</summary>
    public static byte[] Document(Action<XmlWriter> write)
    {
        using var buffer = new MemoryStream();
        buffer.Write("<?xml version=\"1.0\" encoding=\"ISO-8859-1\" standalone=\"no\"?>\n"u8);
        using (var writer = XmlWriter.Create(buffer, Settings)) write(writer);
        return buffer.ToArray();
    }

    public static void Element(this XmlWriter writer, string name, string value) => writer.WriteElementString(name, value);

    public static void Element(this XmlWriter writer, string name, long value) => writer.WriteElementString(name, value.ToString(CultureInfo.InvariantCulture));

    public static void Element(this XmlWriter writer, string name, bool value) => writer.WriteElementString(name, value ? "true" : "false");

    /// <summary>What somebody typed.</summary>
    public static void Typed(this XmlWriter writer, string name, string value)
    {
        writer.WriteStartElement(name);
        writer.WriteCData(value);
        writer.WriteEndElement();
    }

    /// <summary>A local time to the minute.</summary>
    public static string Minute(DateTime local) => local.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A local time to the second, as xs:dateTime.</summary>
    public static string Second(DateTime local) => local.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>A local time in milliseconds since 1970.</summary>
    public static long Milliseconds(DateTime local, TimeZoneInfo zone) => new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUnixTimeMilliseconds();

    /// <summary>A user of the platform.</summary>
    public static void User(this XmlWriter writer, PlatformUser user)
    {
        writer.Element("userID", user.Id);
        writer.Element("username", string.Create(CultureInfo.InvariantCulture, $"user{user.Id}"));
        writer.Element("firstname", user.FirstName);
        writer.Element("lastname", user.LastName);
        if (user.Email is { } email) writer.Element("email", email);
        writer.Element("admin", user.IsManager);
        writer.Element("enabled", true);
        writer.Element("added", "2019-01-07 08:00");
        writer.Element("isMutable", true);
        writer.Element("hasFormProvider", true);
    }
}

/// <summary>Somebody who is signed in at the platform.</summary>
sealed record PlatformUser(int Id, string FirstName, string LastName, string? Email, bool IsManager)
{
    /// <summary>A resident. Of a protected identity the platform shows no name and no address.</summary>
    public static PlatformUser Of(Town.Resident resident) => resident.Protected
        ? new PlatformUser(1_000 + resident.Number, "Skyddad", "identitet", null, IsManager: false)
        : new PlatformUser(1_000 + resident.Number, resident.FirstName, resident.LastName, resident.Email, IsManager: false);

    /// <summary>Somebody who handles what comes in.</summary>
    public static PlatformUser Of(ByggR.PermitHandler handler) => new(500 + handler.Id, handler.FirstName, handler.LastName,
        string.Create(CultureInfo.InvariantCulture, $"handlaggare.{handler.Id}@example.com"), IsManager: true);
}
