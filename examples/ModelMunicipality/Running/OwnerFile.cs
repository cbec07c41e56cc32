namespace ModelMunicipality.Running;

/// <summary>Files and folders that only their owner may read.</summary>
static class OwnerFile
{
    const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    const UnixFileMode FolderMode = FileMode | UnixFileMode.UserExecute;

    /// <summary>Makes the folder if there is none.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, FolderMode);
    }

    /// <summary>Writes a whole file, so that a reader sees either the old one or the new one.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var half = path + ".new";
        File.Delete(half);
        var options = new FileStreamOptions { Mode = System.IO.FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = FileMode;
        using (var file = new FileStream(half, options)) file.Write(content);
        File.Move(half, path, overwrite: true);
    }
}
