using System.IO.Compression;
using IntegrationHub.Installation;
using IntegrationHub.Mapping;

namespace IntegrationHub.Server.Tests.Installation;

public sealed class LoadedPackagesTests : IDisposable
{
    // The hub has a CsvHelper of its own, in another version.
    const string Dependency = "CsvHelper";

    readonly string folder = Directory.CreateTempSubdirectory("ihub-packages-").FullName;

    public void Dispose()
    {
        // What was loaded stays mapped; on Windows it could not be deleted.
        if (!OperatingSystem.IsWindows()) Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void A_package_has_the_version_of_a_dependency_that_it_brought_beside_the_hub_s_and_another_package_s()
    {
        var one = MadePackage.WithDependency(In("one"), "One", Dependency, new Version(98, 0, 0, 0));
        var two = MadePackage.WithDependency(In("two"), "Two", Dependency, new Version(99, 0, 0, 0));

        Assert.Equal("CsvHelper 98.0.0.0", Told(one));
        Assert.Equal("CsvHelper 99.0.0.0", Told(two));
        Assert.Equal(34, typeof(CsvHelper.CsvReader).Assembly.GetName().Version!.Major);
    }

    [Fact]
    public void A_package_is_named_by_its_folder_its_assembly_or_its_archive()
    {
        var path = MadePackage.WithDependency(In("Permits"), "Permits", Dependency, new Version(98, 0, 0, 0));
        Pack("Permits.1.0.0.nupkg", path);
        Pack("CsvHelper.98.0.0.nupkg", In("Permits/CsvHelper.dll"));

        Assert.Equal("CsvHelper 98.0.0.0", Told(In("Permits")));
        Assert.Equal("CsvHelper 98.0.0.0", Told(In("Permits"), "Permits.dll"));
        Assert.Equal("CsvHelper 98.0.0.0", Told(path));
        Assert.Equal("CsvHelper 98.0.0.0", Told(In("Permits.1.0.0.nupkg")));
    }

    [Fact]
    public void Functions_of_packages_are_called_by_mappings_like_the_built_in_ones()
    {
        var faults = new List<SettingsFault>();

        var parts = LoadedPackages.Load(HubParts.Shipped, [new PackageSettings(MadePackage.WithDependency(In("one"), "One", Dependency, new Version(98, 0, 0, 0)), null)], faults);

        Assert.Empty(faults);
        Assert.Throws<ArgumentException>(() => parts.Functions.With([OfPackage()]));
        Assert.NotNull(HubParts.Shipped.Functions.With([OfPackage()]));
    }

    [Fact]
    public void A_package_built_against_another_version_of_the_contract_is_refused_in_words_and_never_loaded()
    {
        var path = MadePackage.Against(In("old"), "Old", new Version(7, 3, 0, 0));

        Assert.Contains("was built against IntegrationHub.Abstractions 7.3, and this hub has 0.1", Refused(path), StringComparison.Ordinal);
        Assert.DoesNotContain(AppDomain.CurrentDomain.GetAssemblies(), a => a.GetName().Name == "Old");
    }

    [Fact]
    public void What_is_no_package_is_told_with_what_to_do()
    {
        File.WriteAllText(In("text.dll"), "no assembly");
        Directory.CreateDirectory(In("empty"));

        Assert.Contains("no such folder, .nupkg or .dll", Refused(In("nowhere")), StringComparison.Ordinal);
        Assert.Contains("there is no 'empty.dll' in it; name the assembly under Assembly", Refused(In("empty")), StringComparison.Ordinal);
        Assert.Contains("cannot be loaded", Refused(In("text.dll")), StringComparison.Ordinal);
        Assert.Contains("can hold no adapter and no function", Refused(typeof(Assert).Assembly.Location), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_packages_with_one_function_cannot_be_told_apart()
    {
        var faults = new List<SettingsFault>();
        PackageSettings Package(string name) => new(MadePackage.WithDependency(In(name), name, Dependency, new Version(98, 0, 0, 0)), null);

        LoadedPackages.Load(HubParts.Shipped, [Package("Three"), Package("Four")], faults);

        Assert.Contains("version", Assert.Single(faults).Says, StringComparison.Ordinal);
    }

    IMappingFunction OfPackage() => LoadedPackages.Load(new PackageSettings(MadePackage.WithDependency(In("again"), "Again", Dependency, new Version(98, 0, 0, 0)), null)).OfType<IMappingFunction>().Single();

    static string Told(string path, string? assembly = null) => (string)LoadedPackages.Load(new PackageSettings(path, assembly)).OfType<IMappingFunction>().Single().Call(default)!;

    static string Refused(string path)
    {
        var faults = new List<SettingsFault>();
        Assert.Equal(HubParts.Shipped.Adapters, LoadedPackages.Load(HubParts.Shipped, [new PackageSettings(path, null)], faults).Adapters);
        return Assert.Single(faults).ToString();
    }

    void Pack(string archive, string assembly)
    {
        using var zip = ZipFile.Open(In(archive), ZipArchiveMode.Create);
        zip.CreateEntryFromFile(assembly, "lib/net8.0/" + Path.GetFileName(assembly));
        zip.CreateEntryFromFile(assembly, "ref/net10.0/" + Path.GetFileName(assembly));
    }

    string In(string relative) => Path.Combine(folder, relative);
}
