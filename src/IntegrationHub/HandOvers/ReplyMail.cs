using System.Globalization;
using IntegrationHub.Mails;

namespace IntegrationHub.HandOvers;

/// <summary>Words the mail that somebody outside gets: who asks, about what, and the link. What they are asked stands behind the link. Pure.</summary>
static class ReplyMail
{
    public static Mail Of(string id, HandOverHolder to, HandOverLetter letter, Uri link, DateTimeOffset until, string municipality, string unit, TimeZoneInfo zone)
    {
        var day = TimeZoneInfo.ConvertTime(until, zone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return new Mail(id, [to.Email!], $"{municipality}: {letter.Subject}", $"""
            Hej {to.Name},

            {unit}, {municipality}, har en fråga till dig: {letter.Subject}

            Läs den och svara här. Du behöver inget konto:
            {link.AbsoluteUri}

            Länken är din egen: skicka den inte vidare. Den gäller till och med {day}, och för ett svar.
            Väntade du inte det här? Ring {municipality} på ett nummer som du själv letar upp.


            Hello {to.Name},

            {unit}, {municipality}, has a question for you: {letter.Subject}

            Read it and reply here. You need no account:
            {link.AbsoluteUri}

            The link is yours: do not forward it. It can be used until {day}, and for one reply.
            Did you not expect this? Call {municipality} on a number that you look up yourself.
            """);
    }
}
