using IntegrationHub.Sources;

namespace IntegrationHub.Mapping;

/// <summary>What a mapping file was compiled to. Pure: no clock, no input or output, no memory of earlier records; safe for several threads.</summary>
public interface IMapping
{
    /// <summary>The name in the mapping file.</summary>
    string Name { get; }

    /// <summary>The version in the mapping file, for people; change detection uses <see cref="Fingerprint"/>.</summary>
    string Version { get; }

    /// <summary>Where it stands, for people; empty when it does not tell.</summary>
    string File => "";

    /// <summary>What its records become.</summary>
    MappingTarget Target { get; }

    /// <summary>The format of the records it reads.</summary>
    RecordFormat Format { get; }

    /// <summary>16 bytes over everything that decides the result: the mapping's content without its version text, its code tables and functions.</summary>
    ReadOnlyMemory<byte> Fingerprint { get; }

    /// <summary>Its code tables of one column, to be compared with the codes that a vendor says it uses.</summary>
    IReadOnlyList<MappedCodes> CodeTables => [];

    /// <summary>All its code tables, by which it is told whether a code has a row by now.</summary>
    IReadOnlyList<MappedCodes> AllCodeTables => CodeTables;

    /// <summary>Which fields of its records it looks at and which it ignores; null when it does not tell.</summary>
    MappedFields? Fields => null;

    /// <summary>Reads the record's key and no more than it must. False when the record is unreadable, has no key or is to be skipped: then <see cref="Map"/> tells why.</summary>
    bool TryReadKey(SourceRecord record, out string key);

    /// <summary>Maps a record. Never throws for what a record holds.</summary>
    MappingResult Map(SourceRecord record);
}

/// <summary>What the records of a mapping become.</summary>
public enum MappingTarget
{
    /// <summary>Whole cases, <c>case@1</c>.</summary>
    Case,

    /// <summary>Single happenings, <c>event@1</c>.</summary>
    Event,

    /// <summary>Conversations with people, <c>contact@1</c>.</summary>
    Contact,
}
