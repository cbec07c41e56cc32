using IntegrationHub.Faults;
using IntegrationHub.Sources;
using IntegrationHub.WriteBack;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Testing;

// C7: what is written, over the hub's own client. What the hub makes of it – order, further tries, outbox – is the hub's, and proved by its tests.
public abstract partial class AdapterConformance
{
    const string Text = "Hon har ringt igen & undrar.\n\n<b>\"Å, ä och ö\"</b> ]]> 'så' – 100 % 🙂\nEn rad till.";

    List<WriteKind> KindsOf(params ReadOnlySpan<WriteRepeat> repeats)
    {
        var kinds = new List<WriteKind>();
        foreach (var write in Manifest.Writes)
            if (repeats.Length == 0 || repeats.Contains(write.Repeat)) kinds.Add(write.Kind);
        return kinds;
    }

    Task ProveOfEachAsync(Func<WriteScene, WriteKind, Task> prove, ReadOnlySpan<WriteRepeat> repeats, string test)
    {
        var kinds = Subject.Writes is null ? [] : KindsOf(repeats);
        return ProveAsync(async () =>
        {
            foreach (var kind in kinds)
            {
                await using var scene = await WriteScene.StartAsync(Subject);
                await prove(scene, kind);
            }
        }, test);
    }

    /// <summary>Behaviour 53.</summary>
    [Fact]
    [Behaviour(53, Capability.WritesBack, OverHttp = true)]
    public Task What_can_be_written_is_declared_with_its_settings() => ProveAsync(async () =>
    {
        Assert.True(Subject.Adapter is IWriteBackAdapter, $"The subject is an {nameof(IWriteSubject)}, and the adapter no {nameof(IWriteBackAdapter)}.");
        Assert.NotEmpty(Manifest.Writes);
        Assert.Distinct(Manifest.Writes.Select(w => w.Kind));
        Assert.Equal(Manifest.Writes.Select(w => w.Kind).Order(), Subject.Writes!.Kinds.Keys.Order());
        foreach (var write in Manifest.Writes)
        {
            Assert.True(write.MaxText is null or > 0, $"The longest text of a {write.Kind} is none.");
            Assert.Distinct(write.Settings.Select(s => s.Name));
            foreach (var setting in write.Settings) IsDescribed(setting, $"{write.Kind}: ");
        }

        await using var scene = await WriteScene.StartAsync(Subject);
        Assert.True(Manifest.Writes.All(w => w.Repeat != WriteRepeat.AfterLookUp) || scene.Writer is ILooksUpWrites, $"The manifest says that writes are looked for, and the writer is no {nameof(ILooksUpWrites)}.");
    });

    /// <summary>Behaviour 53: values that cannot be.</summary>
    [Fact]
    [Behaviour(53, Capability.WritesBack, OverHttp = true)]
    public Task A_setting_of_writes_that_cannot_be_is_refused_by_its_name() => ProveAsync(async () =>
    {
        await using var scene = await WriteScene.StartAsync(Subject);
        foreach (var write in Manifest.Writes)
        {
            foreach (var setting in write.Settings)
            {
                if (Impossible(setting) is { } impossible) IsRefused(write.Kind, setting.Name, impossible);
                if (setting.Required) IsRefused(write.Kind, setting.Name, null);
            }
        }

        void IsRefused(WriteKind kind, string name, string? value)
        {
            var kinds = Subject.Writes!.Kinds.ToDictionary();
            var settings = kinds[kind].ToDictionary(StringComparer.Ordinal);
            settings.Remove(name);
            if (value is not null) settings[name] = value;
            kinds[kind] = settings;
            var fault = Record.Exception(() => scene.Create(kinds));
            var word = $"{ConformancePage.WriteKey(kind)}.{name}";
            Assert.True(fault is MisconfiguredException named && named.Setting == word,
                $"{word} was {(value is null ? "not there" : $"'{value}'")}, and the adapter {(fault is null ? "took it" : $"threw {fault.GetType().Name}: {fault.Message}")}. Throw a {nameof(MisconfiguredException)} that names the setting.");
        }
    });

    /// <summary>Behaviour 39.</summary>
    [Fact]
    [Behaviour(39, Capability.WritesBack, OverHttp = true)]
    public Task A_command_becomes_one_object_and_is_told_by_its_reference() => ProveOfEachAsync(async (scene, kind) =>
    {
        var receipt = await scene.WriteAsync(scene.Command(kind, "Ring mig, tack."));

        Assert.True(scene.Vendor.Written.Count == 1, $"One {kind} was written, and the vendor has {scene.Vendor.Written.Count} objects.");
        Assert.Equal((kind, scene.Vendor.Written[0].Reference), (scene.Vendor.Written[0].Kind, receipt.Reference));
        Assert.True(scene.Sent == 1, $"One {kind} was written with {scene.Sent} calls that write.");
    }, [], nameof(A_command_becomes_one_object_and_is_told_by_its_reference));

    /// <summary>Behaviour 39: a status that somebody has changed since is never set again.</summary>
    [Fact]
    [Behaviour(39, Capability.WritesBack, OverHttp = true, WithStatus = true)]
    public Task A_status_that_somebody_has_changed_since_is_not_set_again() => ProveAsync(async () =>
    {
        await using var scene = await WriteScene.StartAsync(Subject);
        var command = scene.Command(WriteKind.Status, "Ring mig, tack.");
        scene.Server.Break(VendorFault.HangsUp, times: 1, when: scene.Vendor.IsWrite);
        await IsUnknownAsync(() => scene.WriteAsync(command), "hung up without a word");
        Assert.True(scene.Vendor.ChangeStatus(), "The vendor of the subject cannot change a status by hand; let it.");
        scene.Clock.Advance(TimeSpan.FromHours(1));

        WriteReceipt? found = null;
        var fault = await Record.ExceptionAsync(async () => found = await scene.FindAsync(command));

        Assert.True(fault is SourceRefusedException || found is not null,
            $"Somebody set another status after the one whose answer was lost, and the look-up {(fault is null ? "said that it is not there, so that it is set again over theirs" : $"threw {fault.GetType().Name}")}. Tell the conflict as a {nameof(SourceRefusedException)}.");
    });

    /// <summary>Behaviour 33.</summary>
    [Fact]
    [Behaviour(33, Capability.WritesBack, OverHttp = true, Repeats = [WriteRepeat.Always])]
    public Task A_command_that_comes_twice_is_one_object() => ProveOfEachAsync(async (scene, kind) =>
    {
        var command = scene.Command(kind, "Ring mig, tack.");
        scene.Server.Break(VendorFault.HangsUp, times: 1, when: scene.Vendor.IsWrite);
        await IsUnknownAsync(() => scene.WriteAsync(command), "hung up without a word");
        scene.Clock.Advance(TimeSpan.FromMinutes(7));

        await scene.WriteAsync(command);
        await scene.WriteAsync(command with { });

        Assert.True(scene.Vendor.Written.Count == 1, $"One {kind} was sent three times, and the vendor has {scene.Vendor.Written.Count} objects. What names it must be the command's id, the same however often it is tried.");
    }, [WriteRepeat.Always], nameof(A_command_that_comes_twice_is_one_object));

    /// <summary>Behaviour 48.</summary>
    [Fact]
    [Behaviour(48, Capability.WritesBack, OverHttp = true, Repeats = [WriteRepeat.AfterLookUp])]
    public Task A_write_whose_answer_was_lost_is_found_by_its_reference() => ProveOfEachAsync(async (scene, kind) =>
    {
        await scene.WriteAsync(scene.Command(kind, "Något annat, och tidigare."));
        scene.Clock.Advance(TimeSpan.FromMinutes(30));
        var command = scene.Command(kind, Text, "Igen");
        scene.Server.Break(VendorFault.HangsUp, times: 1, when: scene.Vendor.IsWrite);
        await IsUnknownAsync(() => scene.WriteAsync(command), "hung up without a word");
        var written = scene.Vendor.Written.Count;
        scene.Clock.Advance(TimeSpan.FromHours(2));

        var found = await scene.FindAsync(command);

        Assert.True(found is not null, $"A {kind} was written and its answer lost, and the look-up did not find it: it would be written twice.");
        Assert.Equal(scene.Vendor.Written[^1].Reference, found.Reference);
        Assert.True(scene.Vendor.Written.Count == written, $"Looking for a {kind} wrote something.");
    }, [WriteRepeat.AfterLookUp], nameof(A_write_whose_answer_was_lost_is_found_by_its_reference));

    /// <summary>Behaviour 48: another one is not it.</summary>
    [Fact]
    [Behaviour(48, Capability.WritesBack, OverHttp = true, Repeats = [WriteRepeat.AfterLookUp])]
    public Task What_was_not_written_is_not_found() => ProveOfEachAsync(async (scene, kind) =>
    {
        var first = await scene.FindAsync(scene.Command(kind, "Ring mig, tack."));
        // A second status would be a conflict, which is tried by itself.
        if (kind != WriteKind.Status) await scene.WriteAsync(scene.Command(kind, "Något annat."));
        scene.Clock.Advance(TimeSpan.FromHours(1));

        var second = await scene.FindAsync(scene.Command(kind, "Ring mig, tack."));

        Assert.True(first is null && second is null, $"A {kind} was never written, and the look-up found it {(first is null ? "in another one" : "where there is nothing")}: it would be lost.");
        Assert.Equal(kind == WriteKind.Status ? 0 : 1, scene.Vendor.Written.Count);
    }, [WriteRepeat.AfterLookUp], nameof(What_was_not_written_is_not_found));

    /// <summary>Behaviour 49.</summary>
    [Fact]
    [Behaviour(49, Capability.WritesBack, OverHttp = true)]
    public Task A_refusal_is_told_in_the_vendors_words_and_names_nobody() => ProveOfEachAsync(async (scene, kind) =>
    {
        var words = $"Nej: {Canary.Name} {Canary.Number} {Canary.FreeText}";
        scene.Server.Answer(call => scene.Vendor.IsWrite(call) ? scene.Vendor.Refuse(call, words) : scene.Vendor.Answer(call));

        var fault = await Record.ExceptionAsync(() => scene.WriteAsync(scene.Command(kind, $"{Canary.FreeText} {Canary.Number}", Canary.Name)));

        var refused = fault as SourceRefusedException;
        Assert.True(refused is not null, $"The vendor refused a {kind}, and {(fault is null ? "that was taken for success" : $"{fault.GetType().Name} came of it: {fault.Message}")}.");
        Assert.Contains(words, refused.VendorText ?? "", StringComparison.Ordinal);
        Assert.True(Canary.In(refused.ToString()).Count == 0, $"The message of a refused {kind} names somebody, or says what was written: {refused.Message}");
        Assert.True(Canary.In(string.Join('\n', scene.Log.Lines.Select(l => l.Text))).Count == 0, $"The log of a refused {kind} names somebody, or says what was written.");
        Assert.Empty(scene.Vendor.Written);
    }, [], nameof(A_refusal_is_told_in_the_vendors_words_and_names_nobody));

    /// <summary>Behaviour 50: also when the connection dies, on which something went well before.</summary>
    [Fact]
    [Behaviour(50, Capability.WritesBack, OverHttp = true)]
    public Task A_write_goes_out_once_whatever_becomes_of_it() => ProveOfEachAsync(async (scene, kind) =>
    {
        VendorFault[] faults =
        [
            VendorFault.HangsUp, VendorFault.ResetAt(0), VendorFault.ResetAt(20), VendorFault.Status(500), VendorFault.Status(502), VendorFault.Status(503), VendorFault.Busy(503, TimeSpan.Zero),
        ];
        foreach (var fault in faults)
        {
            await scene.WriteAsync(scene.Command(kind, "Ring mig, tack."));
            var before = scene.Sent;
            scene.Server.Break(fault, when: scene.Vendor.IsWrite);
            await IsUnknownAsync(() => scene.WriteAsync(scene.Command(kind, "Och en gång till.")), $"{fault}");
            scene.Server.Mend();

            Assert.True(scene.Sent == before + 1, $"The vendor {fault}, and a {kind} went out {scene.Sent - before} times. Never mark a write with {nameof(SourceRequests.AsRead)}, and never try it again: that is the hub's.");
        }
    }, [], nameof(A_write_goes_out_once_whatever_becomes_of_it));

    /// <summary>Behaviour 50: what is no answer.</summary>
    [Fact]
    [Behaviour(50, Capability.WritesBack, OverHttp = true)]
    public Task What_is_no_answer_to_a_write_is_not_taken_for_success() => ProveOfEachAsync(async (scene, kind) =>
    {
        foreach (var fault in (VendorFault[])[VendorFault.Html, VendorFault.Empty, VendorFault.CutInTheMiddle, VendorFault.AnotherDocument, VendorFault.Garbage(), VendorFault.Status(404)])
        {
            scene.Server.Break(fault, when: scene.Vendor.IsWrite);
            var caught = await Record.ExceptionAsync(() => scene.WriteAsync(scene.Command(kind, "Ring mig, tack.")));
            scene.Server.Mend();

            Assert.True(caught is SourceException, $"The vendor {fault}, and a {kind} {(caught is null ? "counted as written" : $"ended with {caught.GetType().Name}: {caught.Message}")}. Let faults escape as a {nameof(SourceException)}.");
            Assert.True(caught is not SourceUnavailableException { NotSent: true }, $"The vendor {fault}, and the adapter says that a {kind} cannot have reached it.");
        }
    }, [], nameof(What_is_no_answer_to_a_write_is_not_taken_for_success));

    /// <summary>Behaviour 50: a vendor that is not there.</summary>
    [Fact]
    [Behaviour(50, Capability.WritesBack, OverHttp = true)]
    public Task A_vendor_that_cannot_be_reached_is_unavailable_and_has_got_nothing() => ProveOfEachAsync(async (scene, kind) =>
    {
        await scene.Server.DisposeAsync();

        var fault = await Record.ExceptionAsync(() => scene.WriteAsync(scene.Command(kind, "Ring mig, tack.")));

        Assert.True(fault is SourceUnavailableException { NotSent: true }, $"Nobody listens at the vendor's address, and a {kind} ended {(fault is null ? "well" : $"with {fault.GetType().Name}: {fault.Message}")}.");
        Assert.Empty(scene.Vendor.Written);
    }, [], nameof(A_vendor_that_cannot_be_reached_is_unavailable_and_has_got_nothing));

    /// <summary>Behaviour 50: a write that is cancelled.</summary>
    [Fact]
    [Behaviour(50, Capability.WritesBack, OverHttp = true)]
    public Task A_write_that_is_cancelled_ends_at_once() => ProveOfEachAsync(async (scene, kind) =>
    {
        using var stop = new CancellationTokenSource();
        scene.Server.Break(VendorFault.Silence);
        var writing = scene.Writer.WriteAsync(scene.Command(kind, "Ring mig, tack."), stop.Token).AsTask();
        await WaitForAsync(() => scene.Server.Waiting > 0 || writing.IsCompleted);

        await stop.CancelAsync();

        var first = await Task.WhenAny(writing, Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System, Stop));
        Assert.True(first == writing, $"Five seconds after a {kind} was cancelled it goes on. Pass the cancellation token to every call.");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
    }, [], nameof(A_write_that_is_cancelled_ends_at_once));

    /// <summary>Behaviour 51.</summary>
    [Fact]
    [Behaviour(51, Capability.WritesBack, OverHttp = true)]
    public Task A_text_that_is_written_arrives_whole() => ProveOfEachAsync(async (scene, kind) =>
    {
        await scene.WriteAsync(scene.Command(kind, Text));
        var longest = Manifest.Writes.First(w => w.Kind == kind).MaxText ?? 20_000;
        await scene.WriteAsync(scene.Command(kind, string.Concat(Enumerable.Repeat("å", longest)), "Ett ärende om något"));
        await scene.WriteAsync(scene.Command(kind, "Med ett tecken som ingen ser: \u000B och ett halvt: \uD83D."));

        // Of a status the words may go with it or not; that it is set is proved elsewhere.
        if (kind == WriteKind.Status) return;

        Assert.Equal(3, scene.Vendor.Written.Count);
        Assert.True(scene.Vendor.Written[0].Text.ReplaceLineEndings("\n").Contains(Text, StringComparison.Ordinal), $"The text of a {kind} did not arrive as it was written: {scene.Vendor.Written[0].Text}");
        Assert.True(scene.Vendor.Written[1].Text.Count(c => c == 'å') >= longest, $"Of a {kind} of {longest} characters some did not arrive.");
    }, [], nameof(A_text_that_is_written_arrives_whole));

    /// <summary>Behaviour 52.</summary>
    [Fact]
    [Behaviour(52, Capability.WritesBack, OverHttp = true)]
    public Task No_person_stands_in_an_address_or_in_the_log() => ProveOfEachAsync(async (scene, kind) =>
    {
        var command = scene.Command(kind, $"{Canary.FreeText} {Canary.Number} {Canary.Phone}", Canary.Name);
        await scene.WriteAsync(command);
        if (Manifest.Writes.First(w => w.Kind == kind).Repeat == WriteRepeat.AfterLookUp) await scene.FindAsync(command);

        var addresses = string.Join('\n', scene.Server.Calls.Select(call => call.Target));
        Assert.True(Canary.In(addresses).Count == 0, $"A {kind} was written, or looked for, and somebody stands in an address: addresses stand in the logs of everything on the way.");
        Assert.True(scene.Settings.Where(s => IsSecret(s.Key)).All(s => !scene.Server.Calls.Any(call => scene.Vendor.IsWrite(call) && call.Target.Contains(Uri.EscapeDataString(s.Value), StringComparison.Ordinal))),
            $"A {kind} was written with a secret in its address.");
        Assert.True(Canary.In(string.Join('\n', scene.Log.Lines.Select(l => l.Text))).Count == 0, $"A {kind} was written, and the log names somebody, or says what was written.");
        Assert.Equal(0, scene.Log.Count(LogLevel.Error));
        Assert.Empty(Canary.In($"{command}"));
    }, [], nameof(No_person_stands_in_an_address_or_in_the_log));

    // After this nobody knows whether it was written.
    static async Task IsUnknownAsync(Func<Task<WriteReceipt>> write, string what)
    {
        var fault = await Record.ExceptionAsync(write);
        Assert.True(fault is SourceUnavailableException { NotSent: false },
            $"The vendor {what}, and the write {(fault is null ? "counted as carried out" : $"ended with {fault.GetType().Name}: {fault.Message}")}. Nobody knows what came of it: that is a {nameof(SourceUnavailableException)}.");
    }

    static void IsDescribed(AdapterSetting setting, string of = "")
    {
        Assert.Matches("^[a-z][A-Za-z0-9]*$", setting.Name);
        Assert.True(setting.Description.Trim().EndsWith('.'), $"{of}The description of '{setting.Name}' is no sentence.");
        Assert.True(setting.Required || setting.Default is not null || setting.Example is not null || setting.Kind == SettingKind.Secret,
            $"{of}'{setting.Name}' has neither a default nor an example: nobody can guess what to write.");
        Assert.True(!setting.Required || setting.Kind == SettingKind.Secret || setting.Example is not null || setting.Choices.Count > 0,
            $"{of}'{setting.Name}' must be set, and has no example.");
        Assert.True(setting.Kind != SettingKind.Choice || (setting.Choices.Count > 1 && (setting.Default is null || setting.Choices.Contains(setting.Default))),
            $"{of}'{setting.Name}' is a choice without choices, or its default is none of them.");
    }
}
