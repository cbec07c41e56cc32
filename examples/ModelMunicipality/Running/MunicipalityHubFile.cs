using System.Text;
using IntegrationHub;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Disclosure;
using IntegrationHub.Hosting;
using ModelMunicipality.Day;

namespace ModelMunicipality.Running;

/// <summary>The file <c>hub.yaml</c> of the model municipality: written at every start, read by the hub and by <c>ihub</c> alike.</summary>
/// <param name="Hub">What it says.</param>
/// <param name="Disclosure">Who may know what.</param>
sealed record MunicipalityHubFile(HubFile Hub, DisclosurePolicy Disclosure)
{
    // The sources that the stream files name.
    static readonly SourceId SocialServices = new("social");
    static readonly SourceId BuildingPermits = new("byggr");
    static readonly SourceId FaultReports = new("open311");
    static readonly SourceId EServices = new("open-eplatform");

    /// <summary>Writes the file and reads it back as anybody else would.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="options">The folder with stream files and mappings, if another one than the copy in the data folder; and whether a day is played.</param>
    /// <exception cref="HubStartException">It is wrong; everything that was found is told.</exception>
    public static MunicipalityHubFile Write(DataFolder folder, MunicipalityOptions options)
    {
        OwnerFile.Write(folder.HubFile, Encoding.UTF8.GetBytes(Text(folder, options.Mappings is { } mappings ? Path.GetFullPath(mappings) : TownMappings.CopyOnce(folder, options.Day is null ? text => text : DayRhythm.Of))));

        var diagnostics = new DiagnosticBag();
        var hub = HubFileReader.Read(folder.HubFile, diagnostics);
        var disclosure = hub is null ? null : DisclosurePolicyReader.Read(hub.Disclosure, [BuildingPermits, FaultReports, EServices, SocialServices], diagnostics);
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
            {BuildingPermits}:
              default: full
            {FaultReports}:
              default: full
            # What the e-services of children and of the social services are about is closed by each submission's own confidentiality.
            {EServices}:
              default: full
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

        contacts:
          channels:
            phone: Telefon / Telephone
            email: E-post / E-mail
            eService: E-tjänst / E-service
            webForm: Webbformulär / Web form
            chat: Chatt / Chat
            chatbot: Chattbot / Chatbot
            socialMedia: Sociala medier / Social media
            counter: Disk / Counter
            letter: Brev / Letter
          results:
            answered: Besvarad / Answered
            callback: Blir uppringd / Will be called back
            handedOver: Lämnad vidare / Handed over
            referred: Hänvisad / Referred elsewhere
            notReached: Ingen nådd / Nobody reached
            brokenOff: Avbruten / Broken off

        handOvers:
          units:
            contactCentre: Kontaktcenter / Contact centre
            byggnadsnamnden: Bygglovsenheten / Building permits
            socialtjansten: Socialtjänstens mottagning / Social services
            barn-och-utbildning: Barn och utbildning / Children and education
            gatukontoret: Gatukontoret / Streets and parks
            it: It-enheten / IT

        """;

    static string Quoted(string path) => "'" + path.Replace("'", "''", StringComparison.Ordinal) + "'";
}
