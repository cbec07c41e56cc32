using IntegrationHub.WriteBack;

namespace IntegrationHub.Testing;

/// <summary>For a subject whose adapter also writes: what is let through, and a vendor that takes it.</summary>
public interface IWriteSubject
{
    /// <summary>Each kind that the adapter can write, with its settings under <c>writeBack: {kind}:</c>. A kind of the manifest that is missing here fails.</summary>
    IReadOnlyDictionary<WriteKind, IReadOnlyDictionary<string, string>> Kinds { get; }

    /// <summary>Makes a vendor for one test: it has one open case, and nothing has been written to it.</summary>
    /// <param name="clock">Its clock.</param>
    IWritableVendor CreateVendor(TimeProvider clock);

    /// <summary>Adds to a command what this vendor needs: a status that it knows, the fields of a new case. The command has a key, a text, and for a new case a party.</summary>
    /// <param name="command">The command without it.</param>
    WriteCommand Complete(WriteCommand command) => command;
}

/// <summary>A vendor that is written to, scripted from its contract.</summary>
public interface IWritableVendor
{
    /// <summary>The key of the case that can be written to.</summary>
    string Key { get; }

    /// <summary>What has been written, in order.</summary>
    IReadOnlyList<WrittenObject> Written { get; }

    /// <summary>What it answers to a call: it takes what is written, and shows it to those who read.</summary>
    VendorAnswer Answer(VendorCall call);

    /// <summary>Whether a call writes.</summary>
    bool IsWrite(VendorCall call);

    /// <summary>How it says no to a write, by its contract.</summary>
    /// <param name="call">The write.</param>
    /// <param name="words">Its reason.</param>
    VendorAnswer Refuse(VendorCall call, string words);

    /// <summary>Somebody sets another status, by hand. False when the vendor knows no status that is looked for.</summary>
    bool ChangeStatus() => false;
}

/// <summary>Something that a vendor took.</summary>
/// <param name="Kind">What it became.</param>
/// <param name="Reference">Its name, as it is read back; null when reads show none.</param>
/// <param name="Text">Its text as it arrived; of a status the status.</param>
public sealed record WrittenObject(WriteKind Kind, string? Reference, string Text);
