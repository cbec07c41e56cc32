using System.Reflection;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping;
using IntegrationHub.Sources;
using IntegrationHub.Sync;

namespace IntegrationHub.Tests.Sync;

public sealed class PageTranslatorTests
{
    [Fact]
    public async Task A_version_that_is_committed_while_the_store_still_tells_of_the_one_before_is_not_taken_for_unchanged()
    {
        await using var hub = await SyncFixture.StartAsync();
        var mapping = MappingCompiler.Compile(new MappingSource("permits.mapping.yaml", hub.MappingText, _ => null), new DiagnosticBag())!;
        var records = new RecordTranslator(hub.Definition, mapping, hub.Protector);
        var (first, second) = (ModelVendor.Record(hub.Vendor.Put("K1", "open")), ModelVendor.Record(hub.Vendor.Put("K1", "closed")));
        var store = SlowAnswers.From(records.RawHash(first));
        var translator = new PageTranslator(hub.Key, records, store);
        var onItsWay = await translator.TranslateAsync([second], [], hub.Clock.GetUtcNow(), CancellationToken.None);
        ((SlowAnswers)(object)store).Meanwhile = () => translator.Committed(onItsWay);

        // The vendor goes back to what it had.
        var again = await translator.TranslateAsync([first], [], hub.Clock.GetUtcNow(), CancellationToken.None);

        Assert.IsType<BatchItem.StoreCase>(Assert.Single(again));
    }

    /// <summary>A store that answers what it knew before it was asked.</summary>
    // A proxy is made of a class that derives from it.
    class SlowAnswers : DispatchProxy
    {
        byte[] known = [];

        public Action? Meanwhile { get; set; }

        public static IStreamStore From(byte[] known)
        {
            var store = Create<IStreamStore, SlowAnswers>();
            ((SlowAnswers)(object)store).known = known;
            return store;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            Assert.Equal(nameof(IStreamStore.GetKnownAsync), targetMethod?.Name);
            IReadOnlyDictionary<string, KnownRecord> answer = new Dictionary<string, KnownRecord> { ["K1"] = new(known, Held: false, Order: null) };
            Meanwhile?.Invoke();
            return new ValueTask<IReadOnlyDictionary<string, KnownRecord>>(answer);
        }
    }
}
