using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using IntegrationHub.Identity;
using IntegrationHub.Mapping.Expressions;
using IntegrationHub.Mapping.Records;
using IntegrationHub.Mapping.Values;

namespace IntegrationHub.Mapping.Functions;

/// <summary>Who and how to reach them, and values made from others.</summary>
internal static class IdentityFunctions
{
    public static IReadOnlyList<MappingFunction> All { get; } =
    [
        Checked("email", "An e-mail address in its normal form; a failure when it is none.", RecordCodes.NotAnEmail, "not an e-mail address", text => EmailAddress.TryParse(text, out var email) ? email.Value : null,
            new Example("' Tolvan.Tolvansson@Example.SE ' | email", "tolvan.tolvansson@example.se"), new Example("'tolvan' | email", "fails IH3205")),
        new("phone", "A telephone number in international form; the country is that of numbers without one.")
        {
            Group = "Contact", Input = Accepts.Text, Gives = "string", Parameters = [new("country", Accepts.Text, ParameterKind.Constant)], Bind = Phone,
            Examples = [new("'070-174 06 35' | phone('SE')", "+46701740635"), new("'06-12345678' | phone('NL')", "+31612345678"), new("'12' | phone('SE')", "fails IH3209")],
        },
        Checked("personnummer", "A personal or coordination number with twelve digits, or ten with their separator; a failure when its check digit is wrong.", RecordCodes.NotAPersonalNumber, "not a personal number", text => PersonalNumber.TryParse(text, out var number) ? number.Value : null,
            new Example("'19121212-1212' | personnummer", "191212121212"), new Example("'121212-1213' | personnummer", "fails IH3210")),
        Checked("bsn", "A Dutch citizen service number of nine digits; a failure when it does not pass the eleven test.", RecordCodes.NotACitizenServiceNumber, "not a citizen service number", text => CitizenServiceNumber.TryParse(text, out var number) ? number.Value : null,
            new Example("'9999.90.019' | bsn", "999990019"), new Example("'999990018' | bsn", "fails IH3217")),
        Checked("orgnummer", "An organisation number of ten digits; a failure when its check digit is wrong.", RecordCodes.NotAnOrganisationNumber, "not an organisation number", text => OrganisationNumber.TryParse(text, out var number) ? number.Value : null,
            new Example("'212000-1355' | orgnummer", "2120001355"), new Example("'212000-1356' | orgnummer", "fails IH3211")),
        Checked("url", "An absolute http or https address; a failure when it is none.", RecordCodes.NotAUrl, "not an absolute http or https address", Url,
            new Example("'https://example.se/a' | url", "https://example.se/a"), new Example("'javascript:x' | url", "fails IH3212")),
        new("address", "An address on one line, its white space put in order.")
        {
            Group = "Contact", Input = Accepts.Text, Gives = "string", Bind = site => site.Result(MappingType.Text, (Evaluation _, in Value _, in Value x) => Value.Of(TextFunctions.Collapse(x.Text).Replace(" ,", ",", StringComparison.Ordinal))),
            Examples = [new("'Storgatan  1 ,  123 45 Sundby ' | address", "Storgatan 1, 123 45 Sundby")],
        },
        new("uuid5", "The name-based UUID (RFC 9562, version 5) of a text in a namespace.")
        {
            Group = "Identity", Input = Accepts.Text, Gives = "string", Parameters = [new("namespace", Accepts.Text, ParameterKind.Constant)], Bind = Uuid5,
            Examples = [new("'www.example.com' | uuid5('6ba7b810-9dad-11d1-80b4-00c04fd430c8')", "2ed6657d-e927-568b-95e1-2665a8aea6a2")],
        },
        new("sha256", "The SHA-256 of the text in hexadecimal digits. It hides nothing that can be guessed: personal data is protected by the store, not by this.")
        {
            Group = "Identity", Input = Accepts.Text, Gives = "string", Bind = site => site.Result(MappingType.Text, (Evaluation _, in Value _, in Value x) => Value.Of(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(x.Text))))),
            Examples = [new("'abc' | sha256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")],
        },
    ];

    static MappingFunction Checked(string name, string summary, string code, string message, Func<string, string?> normalise, params Example[] examples) => new(name, summary)
    {
        Group = "Contact", Input = Accepts.Text, Gives = "string", Examples = examples, Bind = site => Normalised(site, new Failure(code, message), normalise),
    };

    static Bound Normalised(CallSite site, Failure failure, Func<string, string?> normalise) =>
        site.Result(MappingType.Text, (Evaluation _, in Value _, in Value x) => normalise(x.Text) is { } text ? Value.Of(text) : Value.Fail(failure));

    static Bound? Phone(CallSite site) => PhoneCountry.Find(site.Text(0)) is { } country
        ? Normalised(site, new Failure(RecordCodes.NotAPhone, "not a telephone number"), text => PhoneNumber.TryParse(text, country, out var number) ? number.Value : null)
        : site.Error(0, $"numbers of '{site.Text(0)}' are not read; there are {string.Join(", ", PhoneCountry.All.Select(c => c.Name))}");

    static string? Url(string text) =>
        Uri.TryCreate(text.Trim(), UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps) && url.Host.Length > 0 && url.UserInfo.Length == 0
            ? url.AbsoluteUri
            : null;

    static Bound? Uuid5(CallSite site)
    {
        if (!Guid.TryParse(site.Text(0), out var space)) return site.Error(0, "the namespace is no UUID");

        var prefix = space.ToByteArray(bigEndian: true);
        return site.Result(MappingType.Text, (Evaluation _, in Value _, in Value x) =>
        {
            byte[] name = [.. prefix, .. Encoding.UTF8.GetBytes(x.Text)];
            Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350 // RFC 9562 builds version 5 on SHA-1; nothing is protected by it.
            SHA1.HashData(name, hash);
#pragma warning restore CA5350
            hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
            hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
            return Value.Of(new Guid(hash[..16], bigEndian: true).ToString());
        });
    }
}
