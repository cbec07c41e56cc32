using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using IntegrationHub.AdapterKit;

namespace IntegrationHub.Tests.AdapterKit;

public sealed class CutTextTests
{
    [Theory]
    [InlineData("kort", 4, "kort")]
    [InlineData("en längre text", null, "en längre text")]
    [InlineData("en längre text som inte ryms", 20, "en längre text […]")]
    [InlineData("ettordutanslutsominteryms", 14, "ettordutan […]")]
    [InlineData("hej", 2, "he")]
    [InlineData("ab👩‍👩‍👧‍👦cdefgh", 9, "ab […]")]
    [InlineData("", 0, "")]
    public void A_text_that_is_too_long_is_cut_between_words_with_a_mark(string text, int? most, string cut) => Assert.Equal(cut, WrittenText.Cut(text, most));

    [Fact]
    public void Whatever_is_cut_fits_begins_as_the_whole_does_and_holds_no_half_of_a_character() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<string>().Filter(text => text is not null).Generator.Zip(Gen.Elements("å", "👩‍🚒", "é", " ", "e\u0301").ListOf().Select(parts => string.Concat(parts))).Zip(Gen.Choose(0, 60)).ToArbitrary(),
            sample =>
            {
                var ((any, some), most) = sample;
                var whole = some + any + some;
                var cut = WrittenText.Cut(whole, most);
                var kept = cut.EndsWith(WrittenText.Mark, StringComparison.Ordinal) && cut != whole ? cut[..^WrittenText.Mark.Length] : cut;
                return cut.Length <= most && whole.StartsWith(kept, StringComparison.Ordinal)
                    && (whole.Length <= most) == (cut == whole)
                    && (kept.Length == whole.Length || StringInfo.ParseCombiningCharacters(whole).Contains(kept.Length));
            }).QuickCheckThrowOnFailure();
}
