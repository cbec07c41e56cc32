namespace IntegrationHub.Lookup;

/// <summary>What speaks for a guess: a code, for whoever says it in words of some language.</summary>
public enum GuessReason
{
    /// <summary>Twelve digits, a date that exists, the right check digit.</summary>
    PersonalNumber,

    /// <summary>Ten digits, a date that exists, the right check digit; the century is missing.</summary>
    PersonalNumberWithoutCentury,

    /// <summary>A date and four digits with the wrong check digit: a personal number with a digit mistyped.</summary>
    PersonalNumberMistyped,

    /// <summary>Nine digits that pass the eleven test of Dutch citizen service numbers; one number in eleven does.</summary>
    CitizenServiceNumber,

    /// <summary>Ten digits of an organisation, the right check digit.</summary>
    OrganisationNumber,

    /// <summary>Digits of a telephone number.</summary>
    PhoneNumber,

    /// <summary>It has the shape of an e-mail address.</summary>
    AtSign,

    /// <summary>A name and a unit with a colon: <c>Balder 2:14</c>.</summary>
    TractAndUnit,

    /// <summary>A name and a number: a property can be written so, and a street.</summary>
    NameAndNumber,

    /// <summary>A street and a house number.</summary>
    StreetAndNumber,

    /// <summary>A year and a number behind it: <c>BYGG 2026-000001</c>.</summary>
    YearAndNumber,

    /// <summary>Nothing but digits.</summary>
    DigitsOnly,

    /// <summary>Letters and digits: <c>SP_20224711</c>.</summary>
    LettersAndDigits,

    /// <summary>It names the form of a company or an association.</summary>
    LegalForm,

    /// <summary>Several words without digits.</summary>
    SeveralWords,

    /// <summary>One word.</summary>
    OneWord,

    /// <summary>There are words to search for.</summary>
    Words,

    /// <summary>It is longer than anything that is looked up by.</summary>
    TooLong,

    /// <summary>There is nothing in it to look up by.</summary>
    Nothing,
}
