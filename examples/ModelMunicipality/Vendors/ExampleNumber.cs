namespace ModelMunicipality.Vendors;

/// <summary>Something to look up in the model municipality, so that a visitor need not guess.</summary>
/// <param name="Kind">What is typed: <c>case number</c>, <c>personal number</c>, <c>property</c>, <c>phone</c>, <c>email</c>.</param>
/// <param name="Text">What to type.</param>
/// <param name="Finds">What it finds, in one line.</param>
public sealed record ExampleNumber(string Kind, string Text, string Finds);
