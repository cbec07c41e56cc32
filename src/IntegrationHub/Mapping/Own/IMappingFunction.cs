namespace IntegrationHub.Mapping;

/// <summary>A function of the mapping language that an application brings. Its attributes say what it is called, takes and gives; it is checked, explained and tried like the built-in ones.</summary>
/// <remarks>
/// It must be pure: the same value for the same input, no clock, no I/O, no memory of earlier calls; several threads call one instance at once. What is missing, null or blank never reaches it.
/// The hub cannot end a call that does not return: nothing inside one process can. An exception quarantines the record, with the function's name and the exception's type, never its message;
/// throw <see cref="UnmappableValueException"/> to say why. A mapping that uses it counts as changed whenever the assembly it comes from has changed.
/// </remarks>
public interface IMappingFunction
{
    /// <summary>The value: of the type that the attribute gives, or null for nothing.</summary>
    /// <param name="call">What is piped into it, and its arguments, each of the type that the attributes say.</param>
    object? Call(MappingCall call);
}

/// <summary>What a function of the mapping language is called, takes and gives.</summary>
/// <param name="name">Its name: letters and digits, starting with a letter.</param>
/// <param name="summary">What it does, in a sentence.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class MappingFunctionAttribute(string name, string summary) : Attribute
{
    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>What it does.</summary>
    public string Summary { get; } = summary;

    /// <summary>
    /// The type of what is piped into it: <see cref="string"/> unless set; <see cref="long"/>, <see cref="decimal"/>, <see cref="bool"/>, <see cref="DateOnly"/>, <see cref="DateTimeOffset"/>
    /// or <c>IReadOnlyList&lt;string&gt;</c>; null for a function of its arguments alone.
    /// </summary>
    public Type? Takes { get; init; } = typeof(string);

    /// <summary>The type of what it gives: one of the same. <see cref="string"/> unless set.</summary>
    public Type Gives { get; init; } = typeof(string);

    /// <summary>The heading under which the reference lists it.</summary>
    public string Group { get; init; } = "Own";
}

/// <summary>A parameter of a function of the mapping language.</summary>
/// <param name="position">Its place among the parameters, from 1.</param>
/// <param name="name">Its name, for the reference and for messages.</param>
/// <param name="type">Its type, one of those that a function takes.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class MappingParameterAttribute(int position, string name, Type type) : Attribute
{
    /// <summary>Its place among the parameters, from 1.</summary>
    public int Position { get; } = position;

    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>Its type.</summary>
    public Type Type { get; } = type;

    /// <summary>Whether it may be left out; then it is null, and so are those behind it.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Whether it must be written out in the mapping, so that it is known before a record runs.</summary>
    public bool IsConstant { get; init; }
}

/// <summary>An expression with what it gives. It stands in the reference, and is executed by <c>ihub functions --check</c>.</summary>
/// <param name="expression">The expression.</param>
/// <param name="gives">Its value as text; <c>null</c>, or <c>fails IH3220</c> where it fails on purpose.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class MappingExampleAttribute(string expression, string gives) : Attribute
{
    /// <summary>The expression.</summary>
    public string Expression { get; } = expression;

    /// <summary>Its value as text.</summary>
    public string Gives { get; } = gives;
}

/// <summary>A value that a function can make nothing of.</summary>
/// <param name="reason">What is wrong with it, without the value: it stands in logs and on pages that more people see than may see the record.</param>
public sealed class UnmappableValueException(string reason) : Exception(reason);

/// <summary>One call of a function: what came in.</summary>
public readonly struct MappingCall
{
    readonly object? input;
    readonly object?[] arguments;

    internal MappingCall(object? input, object?[] arguments) => (this.input, this.arguments) = (input, arguments);

    /// <summary>What is piped into the function.</summary>
    /// <typeparam name="T">The type that its attribute says it takes.</typeparam>
    public T Input<T>() => (T)input!;

    /// <summary>An argument; null when it is left out, or missing in the record.</summary>
    /// <param name="index">Its place among the arguments, from 0.</param>
    /// <typeparam name="T">The type that the parameter's attribute says, nullable where it may be left out.</typeparam>
    public T? Argument<T>(int index) => index < arguments.Length && arguments[index] is T value ? value : default;
}
