using IntegrationHub.Protection;

namespace ModelMunicipality.Running;

/// <summary>Where the model municipality keeps everything, and what is where in it.</summary>
sealed class DataFolder
{
    DataFolder(string path) => Path = path;

    /// <summary>The folder, absolute.</summary>
    public string Path { get; }

    /// <summary>The case index and the audit.</summary>
    public string Index => In("index");

    /// <summary>The hub's keys. In a real installation they lie elsewhere than the index.</summary>
    public string KeyRing => In("hub.keys");

    /// <summary>The keys of the applications that call the API.</summary>
    public string ApiKeys => In("api-keys.json");

    /// <summary>Where the social services put their export.</summary>
    public string Drop => In("social-export");

    /// <summary>The hub's settings, for <c>ihub</c> and for people.</summary>
    public string HubFile => In("hub.yaml");

    /// <summary>The stream files, mappings and code tables of the town, for a visitor to change.</summary>
    public string Mappings => In("mappings");

    /// <summary>Where the systems are, as <c>ihub</c> wants to be told it: settings for a shell.</summary>
    public string Settings => In("hub.env");

    /// <summary>What the town is made from.</summary>
    public string Town => In("town.json");

    /// <summary>What to try: address, keys, look-ups.</summary>
    public string Demo => In("demo.json");

    /// <summary>The headers that an agent's call carries, for <c>curl -H @file</c>.</summary>
    public string AgentHeaders => In("agent.headers");

    /// <summary>Makes the folder ready.</summary>
    /// <exception cref="StartRefusedException">It cannot be written.</exception>
    public static DataFolder Open(string path)
    {
        try
        {
            var folder = new DataFolder(System.IO.Path.GetFullPath(path));
            OwnerFile.CreateFolder(folder.Path);
            OwnerFile.CreateFolder(folder.Index);
            OwnerFile.CreateFolder(folder.Drop);
            // What is there is of an earlier start; it shall not be taken for this one's.
            File.Delete(folder.Demo);
            OwnerFile.Write(folder.In(".writable"), []);
            File.Delete(folder.In(".writable"));
            return folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new StartRefusedException($"The data folder '{path}' cannot be used: {e.Message} Name another one with --data.", e);
        }
    }

    /// <summary>The hub's keys: read, or made at the first start.</summary>
    /// <exception cref="StartRefusedException">They are missing beside an index that was written with them, or cannot be used.</exception>
    public KeyRing OpenKeyRing()
    {
        try
        {
            if (File.Exists(KeyRing)) return KeyRingFile.Read(KeyRing);
            if (Directory.EnumerateFileSystemEntries(Index).Any())
                throw new StartRefusedException($"There is an index in '{Index}', but its keys '{KeyRing}' are gone. Put the file back; without it nothing personal in the index can be read. To begin anew, delete '{Index}'.");

            return KeyRingFile.CreateNew(KeyRing);
        }
        catch (KeyRingUnusableException e)
        {
            throw new StartRefusedException(e.Message, e);
        }
    }

    string In(string name) => System.IO.Path.Combine(Path, name);
}
