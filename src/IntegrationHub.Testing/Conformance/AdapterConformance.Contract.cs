using System.Globalization;
using IntegrationHub.Configuration;
using IntegrationHub.Faults;
using IntegrationHub.Sources;
using IntegrationHub.Sync;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Testing;

// C1: what the adapter says of itself, whom it calls, and what it keeps to itself.
public abstract partial class AdapterConformance
{
    /// <summary>Behaviour 1.</summary>
    [Fact]
    [Behaviour(1)]
    public Task The_manifest_describes_every_setting() => ProveAsync(() =>
    {
        Assert.Matches("^[a-z][a-z0-9-]*$", Manifest.Name);
        Assert.EndsWith(".", Manifest.Summary, StringComparison.Ordinal);
        Assert.False(string.IsNullOrWhiteSpace(Manifest.Contract), "The contract says which vendor's words are spoken, and where they are written.");
        Assert.NotEmpty(Manifest.Strategies);
        Assert.Contains(Subject.Strategy, Manifest.Strategies);
        Assert.NotEmpty(Manifest.PersonalData);
        Assert.Distinct(Manifest.Settings.Select(s => s.Name));
        foreach (var setting in Manifest.Settings) IsDescribed(setting);
        return Task.CompletedTask;
    });

    /// <summary>Behaviour 1: what is declared is what there is.</summary>
    [Fact]
    [Behaviour(1)]
    public Task What_the_manifest_says_is_what_the_source_can() => ProveAsync(scene =>
    {
        using var http = new HttpClient();
        var source = scene.Source(http);
        // Only cases are read by their keys, and have codes; a source of events may leave both out.
        if (Subject.Events is null) Assert.Equal(Manifest.ReadsByKey, source is IReadsByKey);
        Assert.True(Manifest.CodeLists.Count == 0 || Subject.Events is not null || source is IListsCodes, "The manifest names lists of codes, and the source cannot tell them.");
        (source as IDisposable)?.Dispose();
        return Task.CompletedTask;
    });

    /// <summary>Behaviour 2.</summary>
    [Fact]
    [Behaviour(2)]
    public Task What_must_be_kept_secret_is_marked_as_a_secret() => ProveAsync(() =>
    {
        string[] telling = ["password", "secret", "token", "apikey", "key", "credential"];
        var open = Manifest.Settings.Where(s => s.Kind != SettingKind.Secret && telling.Any(word => s.Name.EndsWith(word, StringComparison.OrdinalIgnoreCase)));
        Assert.True(!open.Any(), $"{string.Join(", ", open.Select(s => s.Name))}: named like a secret, and not of kind {nameof(SettingKind.Secret)}.");
        return Task.CompletedTask;
    });

    /// <summary>Behaviour 2: a day on which everything goes wrong that can, and everybody is the canary.</summary>
    [Fact]
    [Behaviour(2)]
    public Task Neither_a_person_nor_a_secret_comes_out_whatever_the_vendor_sends() => ProveAsync(async () =>
    {
        await using var scene = await ConformanceScene.StartAsync(Subject, new SceneOptions(), settings => settings.ToDictionary(s => s.Key, s => IsSecret(s.Key) ? Secret(s.Value) : s.Value));
        using var metrics = new Measured("tenant", scene.Tenant);
        using var traces = new KeptTraces();
        var runs = new List<RunRecord>();

        Canaries(scene, 4);
        scene.Settle();
        runs.Add(await scene.ReadAsync());
        foreach (var fault in CanaryFaults(scene))
        {
            Canaries(scene, 1);
            scene.History.Add(with: c => c with { Person = Canary.Person, Text = $"{Canary.FreeText} {c.Marker}", Broken = true });
            scene.Settle();
            scene.Break(fault);
            runs.Add(await scene.RunAsync());
            scene.Mend();
        }

        runs.Add(await scene.RunAsync());
        metrics.Observe();
        var quarantine = await scene.QuarantinedAsync();
        Assert.True(runs.Any(r => r.Fault is not null) && quarantine.Count > 0, "Nothing went wrong on a day on which it should have.");

        var search = await new CanarySearch()
            .In("log", string.Join('\n', scene.Log.Lines.Select(l => l.Text)))
            .In("run history", string.Join('\n', runs))
            .In("quarantine", string.Join('\n', quarantine))
            .In("metrics", metrics.All)
            .In("traces", traces.All)
            .InNamesOfFiles(scene.Index)
            .InStoredFilesAsync(scene.Index, Stop);
        // A key may be a parameter where the vendor's contract has no other place for it; a person never is.
        if (scene.CallsAVendor) search.In("addresses that the vendor saw", string.Join('\n', scene.Vendor.Calls.Select(c => c.Target)).Replace(Canary.Secret, "", StringComparison.Ordinal));
        Assert.True(search.Leaks.Count == 0, string.Join('\n', search.Leaks));
    });

    // A connection string must lead to the database, so the canary is a part of it.
    string Secret(string value)
    {
        if (Subject is not DatabaseSubject) return Canary.Secret;

        Assert.Contains(Canary.Secret, value, StringComparison.Ordinal);
        return value;
    }

    bool IsSecret(string setting) => Manifest.Settings.Any(s => s.Name == setting && s.Kind == SettingKind.Secret);

    static void Canaries(ConformanceScene scene, int count) => scene.History.AddMany(count, scene.Step, c => c with { Person = Canary.Person, Text = $"{Canary.FreeText} {c.Marker}" });

    IEnumerable<VendorFault> CanaryFaults(ConformanceScene scene)
    {
        if (Subject is DatabaseSubject)
        {
            foreach (var trouble in Troubles) yield return trouble;
            yield break;
        }

        var words = $"{Canary.Name} {Canary.Number} {Canary.Phone} {Canary.FreeText} {Canary.Secret}";
        yield return VendorFault.CutInTheMiddle;
        yield return VendorFault.Html;
        if (!scene.CallsAVendor) yield break;

        yield return VendorFault.Answers(VendorAnswer.Of($"<html><body>{words}</body></html>", "text/html"), "sends a page of HTML about somebody");
        yield return VendorFault.Answers(VendorAnswer.Of($"NullReferenceException: {words}", "text/plain", 500), "crashes over somebody");
        yield return VendorFault.Answers(VendorAnswer.Of(words, "text/plain", 400), "refuses somebody");
        yield return VendorFault.Answers(VendorAnswer.Json($$"""{"code":400,"description":"{{words}}","error":"{{words}}"}""", 400), "refuses somebody in JSON");
        yield return VendorFault.Answers(VendorAnswer.Xml($"<error><code>400</code><description>{words}</description></error>", 400), "refuses somebody in XML");
        yield return VendorFault.Answers(VendorAnswer.Json($$"""{"{{Canary.Name}}": "{{words}}"""), "breaks off in somebody's name");
        yield return VendorFault.Answers(VendorAnswer.Xml($"<a namn=\"{Canary.Name}\"><Kanariella>{words}"), "breaks off in somebody's element");
        yield return VendorFault.Answers(VendorAnswer.Of(words, "text/plain", 401), "does not know who calls");
    }

    /// <summary>Behaviour 3.</summary>
    [Fact]
    [Behaviour(3, OverHttp = true)]
    public Task A_redirect_is_not_followed_and_no_other_host_is_called() => ProveAsync(async scene =>
    {
        await using var elsewhere = await ScriptedVendor.StartAsync(scene.Clock, _ => VendorAnswer.Json("[]"));
        scene.History.AddMany(4, scene.Step, c => c with { Text = $"{elsewhere.Address}case/{c.Marker}" });
        scene.Settle();
        var good = await scene.ReadAsync();
        Assert.True(good.Progress.Requests == scene.Vendor.Calls.Count,
            $"The vendor was called {scene.Vendor.Calls.Count} times, and the hub's client sent {good.Progress.Requests} requests: the others went past limits, retries and the list of hosts. Call the vendor with {nameof(SourceContext)}.{nameof(SourceContext.Http)} only.");

        foreach (var status in (int[])[301, 302, 303, 307, 308])
        {
            scene.Break(VendorFault.Redirect(elsewhere.Address, status));
            FailedByName(await scene.RunAsync(), $"redirects with {status}");
        }

        Assert.Empty(elsewhere.Calls);
    });

    /// <summary>Behaviour 4: values that cannot be.</summary>
    [Fact]
    [Behaviour(4)]
    public Task A_setting_that_cannot_be_is_refused_by_its_name() => ProveAsync(scene =>
    {
        using var http = new HttpClient();
        var wrong = Manifest.Settings.Where(s => Impossible(s) is not null).Select(s => KeyValuePair.Create(s.Name, Impossible(s)!)).Concat(Subject.WrongSettings);
        foreach (var (name, value) in wrong)
        {
            var settings = scene.Settings.ToDictionary(StringComparer.Ordinal);
            settings[name] = value;
            var fault = Record.Exception(() => scene.Source(http, settings));
            Assert.True(fault is MisconfiguredException named && named.Setting == $"connection.{name}",
                $"connection.{name} was '{value}', and the adapter {(fault is null ? "took it" : $"threw {fault.GetType().Name}: {fault.Message}")}. Throw a {nameof(MisconfiguredException)} that names the setting.");
        }

        return Task.CompletedTask;
    });

    static string? Impossible(AdapterSetting setting) => setting.Kind switch
    {
        SettingKind.Url => "not an address",
        SettingKind.Number => "many",
        SettingKind.TimeZone => "Europe/Nowhere",
        SettingKind.Choice => "neither",
        _ => null,
    };

    /// <summary>Behaviour 4: a key that the vendor does not accept.</summary>
    [Fact]
    [Behaviour(4, OverHttp = true)]
    public Task A_key_that_is_not_accepted_is_told_by_its_setting() => ProveAsync(async scene =>
    {
        scene.History.AddMany(2, scene.Step);
        scene.Settle();
        foreach (var status in (int[])[401, 403])
        {
            scene.Vendor.Break(VendorFault.Status(status));
            var run = await scene.RunAsync();

            FailedByName(run, $"answers {status}");
            Assert.Equal((FaultKind.Misconfigured, FaultCodes.NotAuthorised), (run.Fault!.Kind, run.Fault.Code));
            Assert.StartsWith("connection.", run.Fault.Message, StringComparison.Ordinal);
        }
    });

    /// <summary>Behaviour 5.</summary>
    [Fact]
    [Behaviour(5, WithPage = true)]
    public Task A_published_setting_keeps_its_name_and_kind() => ProveAsync(() =>
    {
        var file = RepositoryPath.OfNew(Subject.Page!);
        var published = File.Exists(file) ? ConformancePage.SettingsIn(File.ReadAllText(file)) : [];
        var settings = ConformancePage.Published(Manifest).ToList();
        foreach (var (name, kind, required) in published)
        {
            var (_, now) = settings.FirstOrDefault(s => s.Name == name);
            Assert.True(now is not null, $"{Place(name)} was published and is gone: stream files of municipalities break. If it must go, take its line out of {Subject.Page} by hand and tell it in the changelog.");
            Assert.Equal((name, kind), (name, now.Kind.ToString()));
            Assert.True(required || !now.Required, $"{Place(name)} could be left out and must be set now.");
        }

        // A kind of write that is new has new settings, and nobody's stream file lets it through yet.
        foreach (var (name, setting) in settings.Where(s => published.Count > 0 && published.All(p => p.Name != s.Name) && (!IsOfWrites(s.Name) || published.Any(p => KindIn(p.Name) == KindIn(s.Name)))))
            Assert.False(setting.Required, $"{Place(name)} is new and must be set: stream files that were written without it break. Give it a default.");
        return Task.CompletedTask;
    });

    static string Place(string setting) => IsOfWrites(setting) ? setting : $"connection.{setting}";

    static bool IsOfWrites(string setting) => setting.Contains('.', StringComparison.Ordinal);

    static string KindIn(string setting) => setting[..Math.Max(0, setting.LastIndexOf('.'))];

    /// <summary>Behaviour 6.</summary>
    [Fact]
    [Behaviour(6, OverHttp = true)]
    public Task A_call_that_is_cancelled_ends_at_once() => ProveAsync(async scene =>
    {
        scene.History.AddMany(2, scene.Step);
        scene.Vendor.Break(VendorFault.Silence);
        using var http = new HttpClient();
        using var stop = new CancellationTokenSource();
        var source = scene.Source(http);
        var reading = source.ReadPageAsync(scene.Beginning, stop.Token).AsTask();
        await WaitForAsync(() => scene.Vendor.Waiting > 0 || reading.IsCompleted);
        Assert.False(reading.IsCompleted, "The vendor had not answered, and the page was there.");

        await stop.CancelAsync();

        var first = await Task.WhenAny(reading, Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System, Stop));
        Assert.True(first == reading, "Five seconds after it was cancelled the call goes on. Pass the cancellation token to every call.");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        await WaitForAsync(() => scene.Vendor.UnderWay == 0);
        (source as IDisposable)?.Dispose();
    });

    // Waits for something on another thread; what it waits for needs no time of the test's clock.
    static async Task WaitForAsync(Func<bool> condition)
    {
        for (var tries = 0; tries < 5000 && !condition(); tries++) await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Stop);
        Assert.True(condition(), "What was waited for did not come about.");
    }
}
