using System.Buffers.Binary;
using System.Globalization;
using IntegrationHub.Cases;
using IntegrationHub.Sync;

namespace IntegrationHub.Stores.Benchmarks;

/// <summary>Seeded cases of the size that real ones have: five keys, about 700 encrypted bytes, and as many events as asked for.</summary>
internal static class SyntheticCases
{
    public static readonly StreamKey Stream = new(new TenantId("sundby"), new SourceId("permits"), new StreamName("permits-cases"));

    static readonly DateTimeOffset Start = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    static readonly string[] Streets = ["Storgatan", "Kyrkogatan", "Ågatan", "Skolvägen", "Björkvägen", "Industrigatan", "Parkvägen", "Torggatan"];
    static readonly string[] Matters = ["Bygglov", "Rivningslov", "Marklov", "Förhandsbesked", "Anmälan", "Strandskyddsdispens", "Klagomål", "Attefallshus"];

    public static BatchItem.StoreCase Make(int number, int events, int cases)
    {
        var random = new Random(number);
        var key = Key(number);
        var title = string.Create(CultureInfo.InvariantCulture, $"{Matters[random.Next(8)]} {Streets[random.Next(8)]} {random.Next(1, 200)}");
        var stored = new StoredCase
        {
            Id = new CaseId(Random(random)),
            Source = Stream.Source,
            Stream = Stream.Stream,
            Key = key,
            Number = "BYGG 2026-" + key,
            Type = "building-permit.new",
            Title = title,
            PublicTitle = "Bygglovsärende",
            Status = CaseStatus.InProgress,
            SourceStatus = "Under handläggning",
            Department = "byggnadsnamnden",
            Confidentiality = Confidentiality.Open,
            OpenedAt = Start.AddMinutes(number),
            UpdatedAt = Start.AddMinutes(number + 1000),
            Private = Bytes(random, 700),
            Keys =
            [
                new LookupKey(LookupKind.CaseNumber, Random(random)), Person(random.Next(cases)), new LookupKey(LookupKind.Phone, Random(random)),
                new LookupKey(LookupKind.Email, Random(random)), new LookupKey(LookupKind.Address, Random(random)),
            ],
            SearchText = $"{title} BYGG 2026-{key}",
            ContentHash = Bytes(random, 16),
        };
        var timeline = Enumerable.Range(0, events).Select(n => new StoredEvent
        {
            Source = Stream.Source,
            CaseKey = key,
            Id = string.Create(CultureInfo.InvariantCulture, $"{key}-{n}"),
            At = Start.AddMinutes(number + n),
            Kind = EventKind.Note,
            Private = Bytes(random, 180),
            ContentHash = Bytes(random, 16),
        });
        return new BatchItem.StoreCase(stored, [.. timeline], number, Bytes(random, 16), Start);
    }

    public static string Key(int number) => number.ToString("000000", CultureInfo.InvariantCulture);

    public static LookupKey Person(int number) => new(LookupKind.Person, Random(new Random(-1 - number)));

    static UInt128 Random(Random random) => BinaryPrimitives.ReadUInt128BigEndian(Bytes(random, 16));

    static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
