using IntegrationHub.Diagnostics;
using static IntegrationHub.Diagnostics.Provoking;

namespace IntegrationHub.Mapping;

/// <summary>What the codes about a record mean. Nothing of a record that has one is applied, unless its field says onError: null.</summary>
internal static class RecordDiagnostics
{
    const string Note = "fields:\n  summary: note\n";
    const string Events = "lists:\n  timeline:\n    each: events\n    fields:\n      id: no\n      at: time | datetime\n";

    public static IReadOnlyList<DiagnosticEntry> All { get; } =
    [
        new(RecordCodes.Broken, "The source could tell that the record is broken, and where.", "Look at the place that it names, and ask the vendor."),
        new("IH3002", "The record is larger than limits.maxRecord of the stream file allows.", "Raise the limit if such records are to be expected; otherwise ask the vendor."),
        new("IH3003", "The charset that the record comes in is not known here.", "Correct the charset of the stream, or source.charset of the mapping."),
        new("IH3004", "The record's bytes are no text in its charset.", "Correct the charset of the stream: mostly windows-1252 or iso-8859-1 was meant where utf-8 stands."),
        new("IH3005", "The record is no well-formed JSON.", "Ask the vendor; the record lies in quarantine as it came.") { Example = OfRecord(Note, """{ "id": "1", "note": }""") },
        new("IH3006", "A name stands twice in one object of the record. What it means is the vendor's to say: readers of JSON disagree.", "Ask the vendor which one counts.") { Example = OfRecord(Note, """{ "id": "1", "note": "a", "note": "b" }""") },
        new("IH3007", "The record is no JSON object.", "See that the stream reads the list of records and not something around it.") { Example = OfRecord(Note, "[1, 2]") },
        new("IH3008", "The record is no well-formed XML.", "Ask the vendor; the record lies in quarantine as it came.") { Example = OfXml(Note, "<case><id>1</case>") },
        new("IH3009", "The record is nested deeper than 128 levels, or longer than a record may be.", "Ask the vendor."),
        new("IH3010", "The row is malformed: a quote that is not closed, or text after a closing quote.", "Look at the row, and check the delimiter and the quote.") { Example = OfRow("fields:\n  summary: Status\n", "1;\"open") },
        new("IH3011", "The record is larger than a mapping reads: more than 10,000 elements in a list, or more than 200,000 steps of list functions.", "Map less of it, or ask the vendor for smaller records."),
        new("IH3012", "The row comes without its columns.", "The source must tell them: give them in source.csv.columns, or see that the file has its header."),
        new("IH3013", "The record is more than one row.", "Check the delimiter and the quote; a line break inside a cell needs quotes around it.") { Example = OfRow("fields:\n  summary: Status\n", "1;open\n2;closed\n") },
        new("IH3014", "The row has another number of columns than expected.", "Look at the row; mostly a delimiter stands in a cell without quotes around it.") { Example = OfRow("fields:\n  summary: Status\n", "1;open;x") },
        new("IH3015", "A column that the mapping reads is not in the file, or is there twice.", "Compare the file's header with source.csv.columns."),
        new(RecordCodes.NoKey, "The record has no key.", "Where that is normal write missingKey: skip; otherwise choose another key.") { Example = OfRecord(Note, """{ "note": "a" }""") },
        new(RecordCodes.KeyTooLong, "The key has more than 200 characters.", "Choose another key, or make one with sha256 or uuid5.") { Example = OfRecord("identity:\n  key: join('-', id, id, id, id, id, id, id, id, id, id, id, id, id, id, id, id, id, id, id, id)\n  missingKey: skip\n".Replace("identity:\n", "identity: #replaces\n", StringComparison.Ordinal), """{ "id": "0123456789" }""") },
        new(RecordCodes.OtherFormat, "The record has another format than the mapping reads.", "Correct source.format of the mapping, or the mapping of the stream."),
        new("IH3019", "The record carries a document type definition, which is never read: it can make a reader open files and addresses.", "Ask the vendor to leave it out.") { Example = OfXml(Note, "<!DOCTYPE case [<!ENTITY a 'b'>]><case><id>1</id></case>") },
        new(RecordCodes.StoreRefuses, "The record was mapped, and the store does not take the case.", "See what the store says; mend the record or the mapping, and report it if neither is wrong."),
        new(RecordCodes.OtherKind, "A field holds another kind of thing than it always did, and drift.typeChange of the stream holds such records.", "Change the mapping; when the change is meant, ihub streams drift STREAM --accept."),
        new(RecordCodes.NewCode, "A code that is in no row of its code table, and drift.newCode of the stream holds such records whatever the table says.", "Add it to the table: the records that wait for it come in with the next run."),

        new(RecordCodes.NotInList, "The channel or the result of a contact is not in the lists of the municipality.", "Map it with a code table to the codes in contacts.channels and contacts.results of hub.yaml, or add it there: the contacts that wait for it come in with the next run."),
        new(RecordCodes.NoSource, "A contact names a case by a source, and what stands there is no name of one: lower-case letters, digits and hyphens.", "Map it with a code table to the names under source in the stream files."),

        new(RecordCodes.RequiredEmpty, "A required field has no value in this record.", "Give a default, or leave the record in quarantine.") { Example = OfRecord("fields: #replaces\n  title: note\n", """{ "id": "1", "note": null }""") },
        new(RecordCodes.UnknownCode, "A code that is in no row of its code table; what becomes of it the table's unknown says.", "Add it to the table: the records that wait for it come in with the next run.")
            { Example = OfRecord("codes:\n  status:\n    map: { A: inProgress }\nfields:\n  status: state | lookup(status)\n", """{ "id": "1", "state": "B" }""") },
        new("IH3103", "An object stands where one value is expected.", "Name the field of it that is meant.") { Example = OfRecord(Note, """{ "id": "1", "note": { "text": "a" } }""") },
        new("IH3104", "A list stands where one value is expected.", "Use first, join or map.") { Example = OfRecord(Note, """{ "id": "1", "note": ["a", "b"] }""") },
        new("IH3105", "A list is expected, and one value stands there.", "Where the source writes one value instead of a list of one, use toList.") { Example = OfRecord("fields:\n  summary: notes | join(', ')\n", """{ "id": "1", "notes": "a" }""") },
        new("IH3106", "An element that is read as one value stands more than once.", "Use first, join or map.") { Example = OfXml(Note, "<case><id>1</id><note>a</note><note>b</note></case>") },
        new("IH3107", "Two values of different kinds are compared, or put in order.", "Convert one of them first.") { Example = OfRecord("fields:\n  summary: if(a < b, 'x')\n", """{ "id": "1", "a": 1, "b": true }""") },
        new("IH3108", "A number is expected, and the source has something else.", "Where it writes numbers as text use decimal or int.") { Example = OfRecord("fields:\n  location.lat: lat\n", """{ "id": "1", "lat": "59,2" }""") },
        new("IH3109", "True or false is expected, and the source has something else.", "Use bool(yes, no) with the words that the source writes.") { Example = OfRecord("identity:\n  deleted: gone\n", """{ "id": "1", "gone": "J" }""") },
        new("IH3110", "A number with more than 28 digits, or too large.", "Read it as text.") { Example = OfRecord("fields:\n  location.lat: lat\n", """{ "id": "1", "lat": 1e400 }""") },
        new(RecordCodes.TextTooLong, "A text that has, or would have, more than 200,000 characters.", "Cut it with truncate."),
        new(RecordCodes.NotOnScale, "Note: a word on no step of the field's scale. The field counts as unknown, a confidentiality as the most closed.", "Use a code table.")
            { Example = OfRecord("fields:\n  status: state\n", """{ "id": "1", "state": "Vilande" }""") },
        new(RecordCodes.RepeatedId, "Two items of the timeline have the same id.", "Make the id of what tells them apart.") { Example = OfRecord(Events, """{ "id": "1", "events": [{ "no": 1, "time": "2026-03-05T12:00:00Z" }, { "no": 1, "time": "2026-03-06T12:00:00Z" }] }""") },

        new(RecordCodes.NotANumber, "The text is no number in the form that the mapping says.", "Correct the form, decimal('sv-SE') for a decimal comma, or the value in the source.") { Example = OfRecord("attributes:\n  fee: fee | decimal\n", """{ "id": "1", "fee": "4 250,50" }""") },
        new(RecordCodes.NotATime, "The text is no date or time in the form that the mapping says.", "Correct the form in the mapping, or the value in the source.") { Example = OfRecord("fields:\n  openedAt: opened | datetime\n", """{ "id": "1", "opened": "5/3 2026" }""") },
        new("IH3203", "The time has no offset, and the mapping names no zone.", "Add timezone.") { Example = OfRecord("fields:\n  openedAt: opened | datetime\n", """{ "id": "1", "opened": "2026-03-05T12:00:00" }""", zone: "") },
        new("IH3204", "The time has no offset, and the mapping has requireOffset: true.", "Ask the vendor for offsets, or add timezone and take requireOffset away.") { Example = OfRecord("requireOffset: true\nfields:\n  openedAt: opened | datetime\n", """{ "id": "1", "opened": "2026-03-05T12:00:00" }""") },
        new(RecordCodes.NotAnEmail, "The text is no e-mail address.", "Write onError: null where the record is worth more than the value.") { Example = OfRecord("fields:\n  handler.email: mail | email\n", """{ "id": "1", "mail": "none" }""") },
        new("IH3206", "The local time does not exist: the clock is put forward that night, and the mapping has dst.gap: reject.", "Choose dst.gap: shift-forward, or ask the vendor for offsets.") { Example = OfRecord("dst: { gap: reject }\nfields:\n  openedAt: opened | datetime\n", """{ "id": "1", "opened": "2026-03-29T02:30:00" }""") },
        new("IH3207", "The local time exists twice: the clock is put back that night, and the mapping has dst.fold: reject.", "Choose dst.fold: earlier or later, or ask the vendor for offsets.") { Example = OfRecord("dst: { fold: reject }\nfields:\n  openedAt: opened | datetime\n", """{ "id": "1", "opened": "2026-10-25T02:30:00" }""") },
        new("IH3208", "The time is outside the years 1 to 9999.", "Look at the value in the source.") { Example = OfRecord("fields:\n  openedAt: opened | datetime\n", """{ "id": "1", "opened": "0001-01-01T00:00:00+02:00" }""") },
        new(RecordCodes.NotAPhone, "The text is no telephone number.", "Write onError: null where the record is worth more than the value.") { Example = OfRecord("fields:\n  handler.phone: tel | phone('SE')\n", """{ "id": "1", "tel": "12" }""") },
        new(RecordCodes.NotAPersonalNumber, "The text is no personal or coordination number: its digits or its check digit are wrong.", "Write onError: null where the record is worth more than the value.") { Example = OfRecord("attributes:\n  number: nr | personnummer\n", """{ "id": "1", "nr": "121212-1213" }""") },
        new(RecordCodes.NotACitizenServiceNumber, "The text is no Dutch citizen service number: it has not nine digits, or they do not pass the eleven test.", "Write pad(9) before it where the source leaves out a zero in front; onError: null where the record is worth more than the value.") { Example = OfRecord("attributes:\n  number: nr | bsn\n", """{ "id": "1", "nr": "999990018" }""") },
        new(RecordCodes.NotAnOrganisationNumber, "The text is no organisation number: its digits or its check digit are wrong.", "Write onError: null where the record is worth more than the value.") { Example = OfRecord("attributes:\n  number: nr | orgnummer\n", """{ "id": "1", "nr": "212000-1356" }""") },
        new(RecordCodes.NotAUrl, "The text is no absolute http or https address.", "Write onError: null where the record is worth more than the value.") { Example = OfRecord("fields:\n  deepLink: link\n", """{ "id": "1", "link": "/case/1" }""") },
        new(RecordCodes.NeitherYesNorNo, "The text is neither of the two that bool names.", "Add what the source writes, or use a code table.") { Example = OfRecord("attributes:\n  paid: paid | bool('J', 'N')\n", """{ "id": "1", "paid": "X" }""") },
        new(RecordCodes.OutsideRange, "The number lies outside the bounds that between names.", "Look at the value in the source; onError: null leaves it out.") { Example = OfRecord("fields:\n  location.lat: lat | between(-90, 90)\n", """{ "id": "1", "lat": 592 }""") },
        new(RecordCodes.Absent, "A value is required, and the source has none.", "Give a default, or leave the record in quarantine.") { Example = OfRecord("fields:\n  summary: note | required\n", """{ "id": "1" }""") },
        new(RecordCodes.NotACoordinate, "The text or the numbers are no coordinate, or lie outside Sweden's grid.", "Look whether north and east, or latitude and longitude, stand in the order that the function takes.") { Example = OfRecord("fields:\n  location.lat: position | fromWgs84('lat')\n", """{ "id": "1", "position": "Storgatan 1" }""") },
        new(RecordCodes.FunctionFailed, "A function that the application brings failed on this value, or gave something else than it says.", "Look at the function; nothing of the value or of the exception's text is kept."),
        new("IH3900", "More of a run's records than quarantine.stopAbove allows cannot be mapped, so the run was stopped: the vendor or the mapping has changed.", "Look at what is in quarantine, mend the mapping, and run the stream again."),
    ];
}
