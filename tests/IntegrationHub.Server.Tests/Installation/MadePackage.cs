using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata.Ecma335;
using IntegrationHub.Mapping;

namespace IntegrationHub.Server.Tests.Installation;

/// <summary>Makes packages in a folder, as a compiler would: an assembly with a function, and the dependency that it was built with.</summary>
static class MadePackage
{
    /// <summary>A function <c>version</c> that gives what its own copy of a dependency says of itself.</summary>
    public static string WithDependency(string folder, string name, string dependency, Version version)
    {
        Directory.CreateDirectory(folder);
        var library = new PersistedAssemblyBuilder(new AssemblyName(dependency) { Version = version }, typeof(object).Assembly);
        var type = library.DefineDynamicModule(dependency).DefineType("Marker", TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed);
        var tell = type.DefineMethod("Tell", MethodAttributes.Public | MethodAttributes.Static, typeof(string), Type.EmptyTypes);
        var il = tell.GetILGenerator();
        il.Emit(OpCodes.Ldstr, $"{dependency} {version}");
        il.Emit(OpCodes.Ret);
        type.CreateType();
        library.Save(Path.Combine(folder, dependency + ".dll"));

        var package = new PersistedAssemblyBuilder(new AssemblyName(name), typeof(object).Assembly);
        AddFunction(package.DefineDynamicModule(name), "version", il => il.Emit(OpCodes.Call, tell));
        var path = Path.Combine(folder, name + ".dll");
        package.Save(path);
        return path;
    }

    /// <summary>An assembly that was built against another version of the contract.</summary>
    public static string Against(string folder, string name, Version contract)
    {
        Directory.CreateDirectory(folder);
        var other = new PersistedAssemblyBuilder(new AssemblyName("IntegrationHub.Abstractions") { Version = contract }, typeof(object).Assembly);
        var known = other.DefineDynamicModule("IntegrationHub.Abstractions").DefineType("IntegrationHub.Sources.IAdapter", TypeAttributes.Public | TypeAttributes.Interface | TypeAttributes.Abstract);
        known.CreateType();

        var package = new PersistedAssemblyBuilder(new AssemblyName(name), typeof(object).Assembly);
        var type = package.DefineDynamicModule(name).DefineType("Permits", TypeAttributes.Public);
        type.AddInterfaceImplementation(known);
        type.CreateType();
        var path = Path.Combine(folder, name + ".dll");
        package.Save(path);
        return path;
    }

    static void AddFunction(ModuleBuilder module, string function, Action<ILGenerator> give)
    {
        var type = module.DefineType("Given", TypeAttributes.Public, typeof(object), [typeof(IMappingFunction)]);
        type.SetCustomAttribute(new CustomAttributeBuilder(typeof(MappingFunctionAttribute).GetConstructors()[0], [function, "Tells what it was built with."]));
        type.SetCustomAttribute(new CustomAttributeBuilder(typeof(MappingExampleAttribute).GetConstructors()[0], [$"const('x') | {function}", "x"]));
        type.DefineDefaultConstructor(MethodAttributes.Public);
        var call = type.DefineMethod(nameof(IMappingFunction.Call), MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.HideBySig | MethodAttributes.NewSlot, typeof(object), [typeof(MappingCall)]);
        var il = call.GetILGenerator();
        give(il);
        il.Emit(OpCodes.Ret);
        type.DefineMethodOverride(call, typeof(IMappingFunction).GetMethod(nameof(IMappingFunction.Call))!);
        type.CreateType();
    }
}
