using System.Globalization;
using System.Xml;
using ModelMunicipality.Vendors.ByggR;

namespace ModelMunicipality.Vendors.OpenEPlatform;

/// <summary>Who sent something in, and what was filled in; drawn from its index, the same every time.</summary>
sealed class Submission(Town.Town town, SubmissionRegister register, OpenEPlatformOptions options, int index)
{
    /// <summary>The namespace of a submission's own document.</summary>
    public const string Schema = "http://www.oeplatform.org/version/2.0/schemas/flowinstance";

    static readonly string[] Faults = ["Gatlyktan lyser inte.", "Ett stort hål i gatan efter tjälen.", "Gungan på lekplatsen är trasig.", "Det är halt på gångvägen vid ån.", "Papperskorgen är full."];
    static readonly string[] Gardens = ["Ängslyckan", "Åparken", "Östra koloniområdet"];

    Permit Permit => register.PermitOf(index);

    /// <summary>Its e-service.</summary>
    public EService Service { get; } = register.ServiceOf(index);

    /// <summary>Its number.</summary>
    public int Number => Permit.FirstFlowNumber + index;

    /// <summary>The resident who sent it in: for a permit the one who applies, or speaks for the company that does.</summary>
    public Town.Resident Owner => town.Resident(
        index == register.StoryMultiSign || index == register.StoryFault ? Permit.StoryResident
        : Service == EService.Permit ? Permit.Applicant
        : (int)(town.Draw(index, 61) % (uint)Math.Min(40_000, Math.Max(500, register.Permits.Count / 2))));

    /// <summary>Who handles it.</summary>
    public PermitHandler Handler => PermitHandler.Of(town, index);

    /// <summary>Writes the document with what was filled in.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="state">Where it stands.</param>
    /// <param name="isBad">Whether the time at which it came in is none.</param>
    public void Write(XmlWriter writer, SubmissionState state, bool isBad = false)
    {
        var arrived = register.ArrivedAt(index);
        var owner = PlatformUser.Of(Owner);
        writer.WriteStartElement("FlowInstance", Schema);

        writer.WriteStartElement("Header", Schema);
        writer.WriteStartElement("Flow", Schema);
        writer.Element("FamilyID", Service.Family);
        writer.Element("Version", 3);
        writer.Element("FlowID", Service.Flow);
        writer.Typed("Name", Service.Name);
        writer.WriteEndElement();
        writer.Element("FlowInstanceID", Number);
        writer.WriteStartElement("Status", Schema);
        writer.Element("ID", Service.IdOf(state.Standing));
        writer.Typed("Name", Service.NameOf(state.Standing));
        writer.WriteEndElement();
        WritePerson(writer, "Poster", owner);
        WritePerson(writer, "Owner", owner);
        writer.Element("Posted", PlatformWriter.Second(arrived));
        if (state.Standing != Standing.New)
        {
            writer.Element("FirstSubmitted", isBad ? Mishaps.NoDate : PlatformWriter.Second(arrived));
            writer.Element("LastSubmitted", PlatformWriter.Second(arrived));
        }

        writer.WriteEndElement();

        writer.WriteStartElement("Values", Schema);
        WriteValues(writer);
        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    static void WritePerson(XmlWriter writer, string element, PlatformUser user)
    {
        writer.WriteStartElement(element, Schema);
        writer.Typed("Firstname", user.FirstName);
        writer.Typed("Lastname", user.LastName);
        if (user.Email is { } email) writer.Typed("Email", email);
        writer.Element("ID", user.Id);
        writer.WriteEndElement();
    }

    void WriteValues(XmlWriter writer)
    {
        switch (Service.Family)
        {
            case 110:
                WritePermit(writer);
                break;
            case 210:
                WriteClient(writer);
                Answer(writer, 12, "guardians", "Hur många vårdnadshavare har barnet?", register.CourseOf(index)[0].Standing == Standing.WaitingForMultiSign ? "Två" : "En");
                Question(writer, 13, "startDate", "När behövs platsen?");
                writer.Element("StartDate", register.ArrivedAt(index).AddDays(120).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                writer.WriteEndElement();
                break;
            case 310:
                WriteClient(writer);
                Answer(writer, 12, "place", "Var är felet?", town.Resident((int)(town.Draw(index, 65) % 5_000)).Street);
                Answer(writer, 13, "description", "Vad är fel?", Faults[(int)(town.Draw(index, 66) % (uint)Faults.Length)]);
                if (index == register.StoryFault && options.FaultReport is { } report) Answer(writer, 14, "faultReportNumber", "Felanmälans nummer", report);
                break;
            case 410:
                WriteClient(writer);
                Answer(writer, 12, "area", "Vilket område önskas?", Gardens[(int)(town.Draw(index, 67) % (uint)Gardens.Length)]);
                break;
            case 510:
                WriteMasked(writer);
                Answer(writer, 12, "household", "Hur många hör till hushållet?", $"{1 + town.Draw(index, 68) % 5}");
                break;
            default:
                WriteClient(writer);
                WriteProperty(writer);
                break;
        }
    }

    void WritePermit(XmlWriter writer)
    {
        var company = Permit.Company;
        Answer(writer, 10, "applyAs", "Söker du som privatperson eller företag?", company is null ? "Privatperson" : "Företag");
        if (company is not null)
        {
            Question(writer, 15, "clientOrganization", "Sökande företag");
            writer.Typed("OrganizationName", company.Name);
            writer.Typed("OrganizationNumber", company.Number!);
            writer.WriteEndElement();
        }

        WriteClient(writer);
        Answer(writer, 12, "matter", "Vad gäller ansökan?", Permit.Type.Words);
        WriteProperty(writer);
    }

    void WriteProperty(XmlWriter writer)
    {
        var (tract, unit) = Permit.Property;
        Question(writer, 16, "property", "Fastighet");
        writer.Typed("PropertyUnitDesignation", $"{tract} {unit}");
        writer.WriteEndElement();
    }

    // The contact question, as the platform fills it in from the national register.
    void WriteClient(XmlWriter writer)
    {
        var owner = Owner;
        var user = PlatformUser.Of(owner);
        Question(writer, 11, "clientPrivate", "Kontaktuppgifter");
        writer.Typed("Firstname", user.FirstName);
        writer.Typed("Lastname", user.LastName);
        if (!owner.Protected)
        {
            writer.Typed("Address", owner.Street);
            writer.Typed("ZipCode", owner.PostalCode);
            writer.Typed("PostalAddress", owner.City);
            if (owner.Email is { } email) writer.Typed("Email", email);
            if (owner.Phone is { } phone) writer.Typed("MobilePhone", phone);
        }

        writer.Typed("SocialSecurityNumber", owner.PersonalNumber.Replace("-", "", StringComparison.Ordinal));
        writer.Typed("ContactBySMS", "false");
        writer.WriteEndElement();
    }

    // Some e-services mask the number.
    void WriteMasked(XmlWriter writer)
    {
        var user = PlatformUser.Of(Owner);
        Question(writer, 11, "applicant", "Sökande");
        writer.Typed("firstname", user.FirstName);
        writer.Typed("lastname", user.LastName);
        if (user.Email is { } email) writer.Typed("email", email);
        if (!Owner.Protected && Owner.Phone is { } phone) writer.Typed("phone", phone);
        writer.Typed("citizenIdentifier", "************");
        writer.WriteEndElement();
    }

    void Answer(XmlWriter writer, int question, string element, string text, string value)
    {
        Question(writer, question, element, text);
        writer.WriteElementString("Value", value);
        writer.WriteEndElement();
    }

    void Question(XmlWriter writer, int question, string element, string text)
    {
        writer.WriteStartElement(element, Schema);
        writer.Element("QueryID", Service.Flow * 100 + question);
        writer.Typed("Name", text);
    }
}
