using System.Globalization;
using System.Xml;

namespace ModelMunicipality.Vendors.ByggR;

/// <summary>Writes a case as ArendeExport does, in either version of the contract.</summary>
sealed class PermitWriter(Town.Town town, PermitRegister register, PermitNotes notes)
{
    /// <summary>The namespace of the service's own elements.</summary>
    public const string Service = "www.tekis.se/ServiceContract";

    /// <summary>The namespace of what a case is made of.</summary>
    public const string Content = "www.tekis.se/arende";

    /// <summary>The namespace of <c>xsi:type</c> and <c>xsi:nil</c>.</summary>
    public const string Instance = "http://www.w3.org/2001/XMLSchema-instance";

    // A record stays of a size that a person can read, however long the town runs.
    const int TicksShown = 12;

    /// <summary>Writes one case.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="element">What the operation calls a case.</param>
    /// <param name="state">The case.</param>
    /// <param name="version">V4 or V8.</param>
    /// <param name="isBad">Whether the day of change is none.</param>
    public void Write(XmlWriter writer, string element, PermitState state, string version, bool isBad = false)
    {
        var permit = new Permit(town, register, state.Number);
        var steps = Course.Of(state.Number);
        var status = steps[state.Steps - 1].Status;

        writer.WriteStartElement(element, Service);
        Attribute(writer, "arendeId", 10_000 + state.Number);
        Attribute(writer, "dnr", register.NumberOnLetter(state.Number));
        Attribute(writer, "diarieprefix", "BYGG");
        Attribute(writer, version == "V8" ? "komkod" : "kommun", version == "V8" ? "0000" : "Sundby");
        if (version != "V8") Attribute(writer, "enhet", "SBK");
        Attribute(writer, "enhetkod", "SBK");
        Attribute(writer, "arendegrupp", permit.Type.Group);
        Attribute(writer, "arendetyp", permit.Type.Kind);
        Attribute(writer, "arendeslag", permit.Type.Variety);
        Attribute(writer, "arendeklass", permit.Type.Class);
        Attribute(writer, "namndkod", "SBN");
        Attribute(writer, "kalla", permit.FlowNumber is null ? "1" : "3");

        Element(writer, "status", status);
        Element(writer, "beskrivning", permit.Type.Words);
        Element(writer, "ankomstDatum", Date(register.ArrivedAt(state.Number)));
        if (status == "Avslutat") Element(writer, "slutDatum", Date(register.StepAt(state.Number, state.Steps - 1)));
        Element(writer, "uppdateradDatum", isBad ? Mishaps.NoDate : Date(state.ChangedAt));
        Element(writer, "registreradDatum", Date(register.ArrivedAt(state.Number)));
        Handler(writer, permit);
        WriteParties(writer, permit, status);
        WriteHappenings(writer, permit, state, status);
        Element(writer, "arInomplan", permit.Chance(11, 4) ? "false" : "true");
        Element(writer, "projektnr", $"{permit.Property.Tract} {permit.Property.Unit}");
        Empty(writer, "bevakningLista");
        WriteProperty(writer, permit);
        if (version == "V8")
        {
            if (permit.FlowNumber is { } flow) Element(writer, "externRef", flow);
            Element(writer, "prioritet", "2");
        }

        writer.WriteEndElement();
    }

    static void Handler(XmlWriter writer, Permit permit)
    {
        writer.WriteStartElement("handlaggare", Content);
        Attribute(writer, "handlaggareId", permit.Handler.Id);
        Attribute(writer, "signatur", permit.Handler.Signature);
        Element(writer, "fornamn", permit.Handler.FirstName);
        Element(writer, "efternamn", permit.Handler.LastName);
        writer.WriteEndElement();
    }

    static void WriteParties(XmlWriter writer, Permit permit, string status)
    {
        writer.WriteStartElement("intressentLista", Content);
        // What is culled has lost its people.
        if (status != "Gallrat")
        {
            foreach (var party in permit.Parties()) WriteParty(writer, party);
        }

        writer.WriteEndElement();
    }

    static void WriteParty(XmlWriter writer, PermitParty party)
    {
        writer.WriteStartElement("intressent", Content);
        Attribute(writer, "intressentId", party.Id);
        if (party.Number is { } number) Attribute(writer, "persOrgNr", number);
        Attribute(writer, "arForetag", party.IsCompany ? "true" : "false");
        Attribute(writer, "intressentVersionId", party.Id + 1);
        Attribute(writer, "kundnr", party.Id);
        Element(writer, "namn", party.Name);
        if (party.Street is { } street) Element(writer, "adress", street);
        if (party.PostalCode is { } code) Element(writer, "postNr", code);
        if (party.City is { } city) Element(writer, "ort", city);
        writer.WriteStartElement("intressentKommunikationLista", Content);
        foreach (var (kind, address) in party.Ways)
        {
            writer.WriteStartElement("intressentKommunikation", Content);
            Attribute(writer, "arAktiv", "true");
            Element(writer, "beskrivning", address);
            Element(writer, "komtyp", kind);
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
        writer.WriteStartElement("rollLista", Content);
        foreach (var role in party.Roles) Element(writer, "roll", role);
        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    void WriteHappenings(XmlWriter writer, Permit permit, PermitState state, string status)
    {
        writer.WriteStartElement("handelseLista", Content);
        if (status != "Gallrat")
        {
            var steps = Course.Of(state.Number);
            var id = state.Number * 100;
            for (var step = 0; step < state.Steps; step++)
                WriteHappening(writer, permit, new Happening(id + step, steps[step], register.StepAt(state.Number, step)) { Secret = step == 1 && permit.Chance(7, 40) });

            var after = register.StepAt(state.Number, state.Steps - 1).AddMinutes(5);
            if (status == "Pågående" && permit.Chance(8, 9))
                WriteHappening(writer, permit, new Happening(id + 80, new Step(0, "BESLUT", "BYGG", null, "Okänd", "Utkast till beslut"), after) { Draft = true });
            if (permit.Chance(9, 25))
                WriteHappening(writer, permit, new Happening(id + 81, new Step(0, "KOMP", "KOMPREV", null, "Ut", "Begäran om komplettering"), after) { Cancelled = true });

            for (var met = Math.Max(0, state.Ticks - TicksShown); met < state.Ticks; met++)
            {
                var tick = state.FirstTick + met * register.Count;
                // The cases that visitors are shown get letters only: what is printed of them stays true.
                var step = status == "Pågående" && !register.IsStory(state.Number) ? Course.LaterOpen[(int)(met % Course.LaterOpen.Count)] : Course.LaterClosed;
                WriteHappening(writer, permit, new Happening(500_000_000 + (int)tick, step, register.TickAt(tick)));
            }

            foreach (var note in notes.Of(state.Number)) WriteNote(writer, note);
        }

        writer.WriteEndElement();
    }

    static void WriteHappening(XmlWriter writer, Permit permit, Happening happening)
    {
        var step = happening.Step;
        writer.WriteStartElement("handelse", Content);
        Attribute(writer, "handelseId", happening.Id);
        Element(writer, "riktning", step.Direction);
        Element(writer, "rubrik", step.Heading);
        // What the office types in carries no offset, what its e-service delivers does.
        Element(writer, "startDatum", step.Direction == "In" ? permit.WithOffset(happening.At) : Time(happening.At));
        Empty(writer, "anteckning");
        if (step.Kind is { } kind) Element(writer, "handelseslag", kind);
        Element(writer, "handelsetyp", step.Type);
        if (step.Outcome is { } outcome) Element(writer, "handelseutfall", outcome);
        Element(writer, "sekretess", happening.Secret ? "true" : "false");
        if (happening.Secret)
        {
            Element(writer, "sekretessKapitel", "21");
            Element(writer, "sekretessParagraf", "1");
        }

        Element(writer, "makulerad", happening.Cancelled ? "true" : "false");
        if (step.Decides)
        {
            writer.WriteStartElement("beslut", Content);
            Attribute(writer, "beslutNr", string.Create(CultureInfo.InvariantCulture, $"SBN {happening.Id}"));
            Attribute(writer, "arHuvudbeslut", step.Kind == "BYGG" ? "true" : "false");
            Element(writer, "instanstyp", "Delegation");
            writer.WriteEndElement();
        }

        Empty(writer, "handlingLista");
        Empty(writer, "intressentLista");
        Element(writer, "arbetsmaterial", happening.Draft ? "true" : "false");
        writer.WriteStartElement("handlaggare", Content);
        Attribute(writer, "signatur", permit.Handler.Signature);
        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    static void WriteNote(XmlWriter writer, PermitNote note)
    {
        writer.WriteStartElement("handelse", Content);
        Attribute(writer, "handelseId", note.Id);
        foreach (var name in SavedHappening.Kept)
            if (note.Content.GetValueOrDefault(name) is { } value) Element(writer, name, value);
        Empty(writer, "handlingLista");
        Empty(writer, "intressentLista");
        Element(writer, "arbetsmaterial", note.Content.GetValueOrDefault("arbetsmaterial", "false"));
        writer.WriteStartElement("handlaggare", Content);
        Attribute(writer, "signatur", note.Content.GetValueOrDefault(SavedHappening.Signature, ""));
        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    static void WriteProperty(XmlWriter writer, Permit permit)
    {
        writer.WriteStartElement("objektLista", Content);
        // A neighbouring property first, now and then: which one is meant tells arHuvudObjekt, not the order.
        if (permit.Chance(12, 10)) WriteProperty(writer, permit.PropertyNumber + 1, main: false);
        WriteProperty(writer, permit.PropertyNumber, main: true);
        writer.WriteEndElement();
    }

    static void WriteProperty(XmlWriter writer, int number, bool main)
    {
        var (tract, unit) = Town.Town.Property(number);
        writer.WriteStartElement("abstractArendeObjekt", Content);
        writer.WriteAttributeString("xsi", "type", Instance, "arendeFastighet");
        Attribute(writer, "arendeObjektId", 50_000 + number);
        Attribute(writer, "arHuvudObjekt", main ? "true" : "false");
        writer.WriteStartElement("fastighet", Content);
        Attribute(writer, "fnr", 90_000_000 + number);
        Element(writer, "trakt", tract);
        Element(writer, "fbetNr", unit);
        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    static void Attribute(XmlWriter writer, string name, string value) => writer.WriteAttributeString(name, value);

    static void Attribute(XmlWriter writer, string name, int value) => writer.WriteAttributeString(name, value.ToString(CultureInfo.InvariantCulture));

    static void Element(XmlWriter writer, string name, string value) => writer.WriteElementString(name, Content, value);

    static void Empty(XmlWriter writer, string name)
    {
        writer.WriteStartElement(name, Content);
        writer.WriteEndElement();
    }

    static string Date(DateTime local) => local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    static string Time(DateTime local) => local.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    sealed record Happening(int Id, Step Step, DateTime At)
    {
        public bool Secret { get; init; }

        public bool Draft { get; init; }

        public bool Cancelled { get; init; }
    }
}
