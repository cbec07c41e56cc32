using System.Text;
using IntegrationHub.Adapters.Http;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Tests.Http;

/// <summary>An answer whose rows cost calls of their own is handed over in parts.</summary>
public sealed class AnswerPartsTests
{
    static readonly PagePlace First = new() { By = PagingKind.None };
    static readonly PageRequest Three = new() { PageSize = 3 };

    [Fact]
    public void Every_row_is_handed_over_once_in_its_order()
    {
        var parts = new AnswerParts(isNeeded: true);

        var (rows, places) = TakeAll(parts, Three, Answer(7));

        Assert.Equal(["1", "2", "3", "4", "5", "6", "7"], rows);
        Assert.Equal([3, 6], places.Select(p => p.Taken));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void An_answer_that_is_no_longer_than_a_page_is_one(int count)
    {
        var (rows, places) = TakeAll(new AnswerParts(isNeeded: true), Three, Answer(count));

        Assert.Equal(count, rows.Count);
        Assert.Empty(places);
    }

    [Fact]
    public void Rows_that_are_records_themselves_are_handed_over_at_once()
    {
        var (rows, places) = TakeAll(new AnswerParts(isNeeded: false), Three, Answer(7));

        Assert.Equal((7, 0), (rows.Count, places.Count));
    }

    [Fact]
    public void The_answer_is_kept_until_its_last_part_and_no_longer()
    {
        var parts = new AnswerParts(isNeeded: true);
        var answer = Answer(4);
        var (_, next) = parts.Take(Three, First, answer);

        Assert.Same(answer, parts.Find(Three, next!));
        parts.Take(Three, next!, answer);
        Assert.Null(parts.Find(Three, next!));
    }

    [Fact]
    public void A_place_in_another_question_or_in_an_answer_that_was_begun_anew_is_not_in_the_one_that_is_kept()
    {
        var parts = new AnswerParts(isNeeded: true);
        var (_, next) = parts.Take(Three, First, Answer(7));

        Assert.Null(parts.Find(Three with { ChangedAfter = DateTimeOffset.UnixEpoch }, next!));
        Assert.Null(parts.Find(Three, next! with { Begun = 1 }));
        Assert.Null(parts.Find(Three, First));
    }

    [Fact]
    public void A_place_keeps_its_part_as_text()
    {
        var place = First with { Taken = 6, Begun = 2 };

        Assert.Equal(place, PagePlace.Read(place.Write(), new PagingRules(), null));
    }

    [Theory]
    [InlineData("""{"by":"None","number":0,"taken":-1}""")]
    [InlineData("""{"by":"None","number":0,"taken":"many"}""")]
    public void A_part_that_makes_no_sense_begins_anew(string text) => Assert.Equal(First, PagePlace.Read(text, new PagingRules(), null));

    static (List<string> Rows, List<PagePlace> Places) TakeAll(AnswerParts parts, PageRequest request, ListAnswer answer)
    {
        var (rows, places) = (new List<string>(), new List<PagePlace>());
        for (var place = First; ;)
        {
            var (taken, next) = parts.Take(request, place, answer);
            rows.AddRange(taken.Select(r => Encoding.UTF8.GetString(r.Span)));
            if (next is null) return (rows, places);

            places.Add(next);
            place = next;
        }
    }

    static ListAnswer Answer(int count) => new(
        new Reply(ReplyKind.Answer, new Answer([.. Enumerable.Range(1, count).Select(n => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes($"{n}"))], new Dictionary<string, string>())),
        Total: null,
        new PageEnd(null, Cut: false));
}
