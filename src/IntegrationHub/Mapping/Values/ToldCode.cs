using IntegrationHub.Identity;
using IntegrationHub.Protection;

namespace IntegrationHub.Mapping;

/// <summary>An unknown code as a person is told of it, who is to add it to a table: the one value of a record that a fault repeats.</summary>
/// <remarks>When a vendor shifts its columns, a personal number or an address stands where the code should be; that is never repeated.</remarks>
static class ToldCode
{
    public const int MaxLength = 64;
    public const string Withheld = "(withheld: it looks like a personal number, a telephone number or a mail address)";

    public static string Of(string written) =>
        FreeText.HoldsPersonalNumber(written) || (written.Length == 9 && CitizenServiceNumber.TryParse(written, out _)) || written.Contains('@', StringComparison.Ordinal) || PhoneNumber.TryParse(written, out _) ? Withheld
        : written.Length <= MaxLength ? written
        : written[..MaxLength];
}
