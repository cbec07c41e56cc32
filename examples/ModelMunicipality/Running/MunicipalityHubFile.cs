using System.Text;
using IntegrationHub;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Disclosure;
using IntegrationHub.Hosting;

namespace ModelMunicipality.Running;

/// <summary>The file <c>hub.yaml</c> of the model municipality: written at every start, read by the hub and by <c>ihub</c> alike.</summary>
/// <param name="Hub">What it says.</param>
/// <param name="Disclosure">Who may know what.</param>
sealed record MunicipalityHubFile(HubFile Hub, DisclosurePolicy Disclosure)
{
    /// <summary>The source that the social services' stream names.</summary>
    static readonly SourceId SocialServices = new("social");

    /// <summary>The source that the building permits' stream names.</summary>
    static readonly SourceId BuildingPermits = new("byggr");

    /// <summary>Writes the file and reads it back as anybody else would.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="mappings">The folder with stream files and mappings; null for those that come with the program.</param>
    /// <exception cref="HubStartException">It is wrong; everything that was found is told.</exception>
    public static MunicipalityHubFile Write(DataFolder folder, string? mappings)
    {
        OwnerFile.Write(folder.HubFile, Encoding.UTF8.GetBytes(Text(folder, mappings is null ? Path.Combine(AppContext.BaseDirectory, "mappings") : Path.GetFullPath(mappings))));

        var diagnostics = new DiagnosticBag();
        var hub = HubFileReader.Read(folder.HubFile, diagnostics);
        var disclosure = hub is null ? null : DisclosurePolicyReader.Read(hub.Disclosure, [BuildingPermits, SocialServices], diagnostics);
        return hub is null || disclosure is null ? throw new HubStartException(diagnostics.All) : new MunicipalityHubFile(hub, disclosure);
    }

    static string Text(DataFolder folder, string mappings) => $"""
        # Made at every start of the model municipality; changes do not last.
        tenant: sundby
        name: Sundby, the model municipality
        timezone: Europe/Stockholm
        data: {Quoted(folder.Index)}
        # In a real installation the keys lie on another disk than the index.
        keys: {Quoted(folder.KeyRing)}
        streams: [{Quoted(mappings)}]

        disclosure:
          sources:
            {SocialServices}:
              # The social committee of this town has decided that the contact centre may say that there is a matter, and whom to call; nothing else.
              social: true
              departments: [socialtjansten]
              existence:
                decision: SN 2026-014
                by: Socialnämnden
                date: 2026-02-12
                unit: Socialtjänstens mottagning
                phone: 08-465 004 50

        """;

    static string Quoted(string path) => "'" + path.Replace("'", "''", StringComparison.Ordinal) + "'";
}
