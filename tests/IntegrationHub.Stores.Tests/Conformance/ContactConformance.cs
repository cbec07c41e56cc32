using FsCheck;
using FsCheck.Fluent;
using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.Disclosure;
using IntegrationHub.Idempotency;
using ContactWritten = IntegrationHub.Idempotency.Written<IntegrationHub.Contacts.ContactDone>;

namespace IntegrationHub.Stores.Tests.Conformance;

public abstract class ContactConformance(IStorePlace place) : StoreConformance(place)
{
    static readonly ContactFilter All = new(Everything, Everything);
    static readonly TenantId OtherTenant = new("norrby");
    static readonly string?[] Departments = [null, "byggnadsnamnden", "socialnamnden"];

    IContactStore Contacts => Store.Contacts;

    static ContactId IdOf(string name) => new(BitConverter.ToUInt128(Records.Hash("contact", name)));

    static StoredContact Contact(string name, int minutes = 0, string person = "tolvan") => new()
    {
        Id = IdOf(name),
        Channel = "phone",
        StartedAt = Records.Opened.AddMinutes(minutes),
        Private = Records.Hash("contact", name),
        Keys = [Records.Person(person)],
    };

    static StoredQuestion Question(int number, params string[] cases) => new()
    {
        Number = number,
        Confidentiality = Confidentiality.Open,
        Cases = [.. cases.Select(Records.IdOf)],
        ChangedAt = Records.Opened,
        Private = Records.Hash("question", $"{number}"),
    };

    StoredOnce Once(string key, string request = "1") =>
        new(BitConverter.ToUInt128(Records.Hash("once", key)), Records.Hash("request", request), Clock.GetUtcNow(), Clock.GetUtcNow().AddHours(24));

    static OnceWrite<ContactDone> Answered(StoredOnce once) => new(once, done => Records.Hash("answer", $"{done.Contact} {done.Question} {done.Version}"));

    async Task CreateAsync(string name, params StoredQuestion[] questions) =>
        Assert.IsType<ContactWritten.Done>(await Contacts.CreateAsync(Tenant, Contact(name), questions, null, Cancel));

    async Task<FoundContact?> ReadAsync(string name, ContactFilter? filter = null) => await Contacts.GetAsync(Tenant, IdOf(name), filter ?? All, Cancel);

    // Null when nothing of the contact is told.
    async Task<string?> ToldAsync(string name, ContactFilter filter) =>
        await ReadAsync(name, filter) is { } read ? string.Join(' ', read.Questions.Select(question => question.Number)) : null;

    [Fact]
    public async Task A_contact_is_read_as_it_was_written_with_its_questions_in_their_order()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1"), Records.Store("2"));
        var written = Contact("a") with { EndedAt = Records.Opened.AddHours(1), Keys = [Records.Person("tolvan"), Records.Phone("1")] };
        var second = Question(2, "1", "2") with { Result = "answered", Department = "byggnadsnamnden", Confidentiality = Confidentiality.Restricted, ChangedAt = Records.Opened.AddMinutes(3) };

        Assert.Equal(new ContactWritten.Done(new ContactDone(written.Id, 2, 1)), await Contacts.CreateAsync(Tenant, written, [Question(1), second], null, Cancel));

        var read = await ReadAsync("a");
        Assert.Equivalent(written with { Version = 1 }, read!.Contact, strict: true);
        Assert.Equivalent(new[] { Question(1) with { Version = 1 }, second with { Version = 1, Cases = [.. second.Cases.OrderBy(id => id.Value)] } }, read.Questions, strict: true);
    }

    [Fact]
    public async Task What_was_written_is_there_when_the_store_is_opened_again_without_having_been_closed()
    {
        await CreateAsync("a", Question(1));

        await using var again = await Place.OpenAsync(Clock);

        Assert.NotNull(await again.Contacts.GetAsync(Tenant, IdOf("a"), All, Cancel));
    }

    [Fact]
    public async Task A_change_of_the_version_that_stands_is_taken_and_a_change_of_another_is_not()
    {
        await CreateAsync("a");
        var ended = Contact("a") with { EndedAt = Records.Opened.AddHours(1), Keys = [Records.Person("siv")] };

        Assert.Equal(new ContactWritten.Done(new ContactDone(ended.Id, null, 2)), await Contacts.ChangeAsync(Tenant, ended, 1, Cancel));
        Assert.Equal(new ContactWritten.Changed(2), await Contacts.ChangeAsync(Tenant, Contact("a"), 1, Cancel));

        Assert.Equal((2, ended.EndedAt), ((await ReadAsync("a"))!.Contact.Version, (await ReadAsync("a"))!.Contact.EndedAt));
        Assert.Empty(await Contacts.FindAsync(Tenant, [Records.Person("tolvan")], All, 10, Cancel));
        Assert.Single(await Contacts.FindAsync(Tenant, [Records.Person("siv")], All, 10, Cancel));
    }

    [Fact]
    public async Task Each_question_has_a_version_of_its_own_so_that_two_people_may_write_two_questions()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1"), Records.Store("2"));
        await CreateAsync("a", Question(1, "1"), Question(2));

        Assert.Equal(new ContactWritten.Done(new ContactDone(IdOf("a"), 1, 2)), await Contacts.ChangeQuestionAsync(Tenant, IdOf("a"), Question(1, "2") with { Result = "answered" }, 1, Cancel));
        Assert.Equal(new ContactWritten.Done(new ContactDone(IdOf("a"), 2, 2)), await Contacts.ChangeQuestionAsync(Tenant, IdOf("a"), Question(2), 1, Cancel));
        Assert.Equal(new ContactWritten.Changed(2), await Contacts.ChangeQuestionAsync(Tenant, IdOf("a"), Question(1), 1, Cancel));

        var read = (await ReadAsync("a"))!;
        Assert.Equal((1, 2, "answered"), (read.Contact.Version, read.Questions[0].Version, read.Questions[0].Result));
        Assert.Equal([Records.IdOf("2")], read.Questions[0].Cases);
    }

    [Fact]
    public async Task A_question_that_is_added_gets_the_next_number()
    {
        await CreateAsync("a", Question(1));

        var added = await Contacts.AddQuestionAsync(Tenant, IdOf("a"), number => Question(number) with { Department = $"of question {number}" }, null, Cancel);

        Assert.Equal(new ContactWritten.Done(new ContactDone(IdOf("a"), 2, 1)), added);
        Assert.Equal("of question 2", (await ReadAsync("a"))!.Questions[1].Department);
    }

    [Fact]
    public async Task What_is_not_there_is_missing_and_so_is_what_is_another_municipalitys()
    {
        await CreateAsync("a", Question(1));

        Assert.Equal(new ContactWritten.Missing(), await Contacts.ChangeAsync(Tenant, Contact("b"), 1, Cancel));
        Assert.Equal(new ContactWritten.Missing(), await Contacts.ChangeQuestionAsync(Tenant, IdOf("a"), Question(7), 1, Cancel));
        Assert.Equal(new ContactWritten.Missing(), await Contacts.AddQuestionAsync(Tenant, IdOf("b"), number => Question(number), null, Cancel));
        Assert.Equal(new ContactWritten.Missing(), await Contacts.ChangeAsync(OtherTenant, Contact("a"), 1, Cancel));
        Assert.Null(await Contacts.GetAsync(OtherTenant, IdOf("a"), All, Cancel));
        Assert.Empty(await Contacts.FindAsync(OtherTenant, [Records.Person("tolvan")], All, 10, Cancel));
    }

    [Fact]
    public async Task The_same_request_under_the_same_key_is_answered_again_and_writes_nothing()
    {
        var once = Answered(Once("key"));
        var first = Assert.IsType<ContactWritten.Done>(await Contacts.CreateAsync(Tenant, Contact("a"), [Question(1)], once, Cancel));

        var again = Assert.IsType<ContactWritten.Again>(await Contacts.CreateAsync(Tenant, Contact("b"), [Question(1)], Answered(Once("key")), Cancel));

        Assert.Equal(once.Answer(first.What), again.Answer);
        Assert.Null(await ReadAsync("b"));
        Assert.Equal(new ContactWritten.OtherRequest(), await Contacts.CreateAsync(Tenant, Contact("b"), [], Answered(Once("key", "2")), Cancel));
        Assert.IsType<ContactWritten.Done>(await Contacts.CreateAsync(OtherTenant, Contact("b"), [], Answered(Once("key", "2")), Cancel));
    }

    [Fact]
    public async Task A_key_is_free_again_when_it_has_expired_and_when_nothing_came_of_its_request()
    {
        await Contacts.CreateAsync(Tenant, Contact("a"), [], Answered(Once("key")), Cancel);
        Clock.Advance(TimeSpan.FromHours(24));

        Assert.IsType<ContactWritten.Done>(await Contacts.CreateAsync(Tenant, Contact("b"), [], Answered(Once("key", "2")), Cancel));
        Assert.IsType<ContactWritten.Missing>(await Contacts.AddQuestionAsync(Tenant, IdOf("c"), number => Question(number), Answered(Once("other")), Cancel));
        Assert.IsType<ContactWritten.Done>(await Contacts.AddQuestionAsync(Tenant, IdOf("a"), number => Question(number), Answered(Once("other", "2")), Cancel));
    }

    [Fact]
    public async Task Fifty_equal_requests_at_once_write_one_contact_and_get_one_answer()
    {
        await using var otherNode = await Place.OpenAsync(Clock);
        var written = await Task.WhenAll(Enumerable.Range(0, 50).Select(at => Task.Run(() =>
            (at % 2 == 0 ? Store : otherNode).Contacts.CreateAsync(Tenant, Contact($"{at}"), [Question(1)], Answered(Once("key")), Cancel).AsTask(), Cancel)));

        var done = Assert.Single(written.OfType<ContactWritten.Done>());
        Assert.All(written.OfType<ContactWritten.Again>(), again => Assert.Equal(Records.Hash("answer", $"{done.What.Contact} {done.What.Question} {done.What.Version}"), again.Answer));
        Assert.Equal(49, written.OfType<ContactWritten.Again>().Count());
        Assert.Single(await Contacts.FindAsync(Tenant, [Records.Person("tolvan")], All, 100, Cancel));
    }

    [Fact]
    public async Task The_contacts_of_a_person_and_of_a_case_come_newest_first()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1"), Records.Store("2"));
        foreach (var (name, minutes) in new[] { ("old", 1), ("new", 3), ("middle", 2) })
            await Contacts.CreateAsync(Tenant, Contact(name, minutes), [Question(1), Question(2, name == "middle" ? "2" : "1")], null, Cancel);
        await Contacts.CreateAsync(Tenant, Contact("of siv", 4, "siv"), [], null, Cancel);

        Assert.Equal([IdOf("new"), IdOf("middle"), IdOf("old")], (await Contacts.FindAsync(Tenant, [Records.Person("tolvan")], All, 10, Cancel)).Select(found => found.Contact.Id));
        Assert.Equal([IdOf("new")], (await Contacts.FindAsync(Tenant, [Records.Person("tolvan"), Records.Phone("9")], All, 1, Cancel)).Select(found => found.Contact.Id));
        Assert.Equal([IdOf("new"), IdOf("old")], (await Contacts.OfCaseAsync(Tenant, Records.IdOf("1"), All, 10, Cancel)).Select(found => found.Contact.Id));
        Assert.All(await Contacts.OfCaseAsync(Tenant, Records.IdOf("1"), All, 10, Cancel), found => Assert.Equal(2, found.Questions.Count));
    }

    [Fact]
    public async Task A_question_about_a_case_that_may_not_be_told_in_full_is_not_told_and_others_of_the_contact_are()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("open"), Records.Store(Records.Case("closed") with { Confidentiality = Confidentiality.Secret }));
        await CreateAsync("a", Question(1), Question(2, "open"), Question(3, "closed"), Question(4, "open", "closed"));
        await CreateAsync("b", Question(1, "closed"));
        var agent = new ContactFilter(Everything, new AccessFilter([new AccessRule { UpTo = Confidentiality.Restricted, Disclosure = Disclosure.Disclosure.Full }, new AccessRule { Disclosure = Disclosure.Disclosure.Existence }], []));

        Assert.Equal("1 2", await ToldAsync("a", agent));
        Assert.Null(await ToldAsync("b", agent));
        Assert.Equal([IdOf("a")], (await Contacts.FindAsync(Tenant, [Records.Person("tolvan")], agent, 10, Cancel)).Select(found => found.Contact.Id));
        Assert.Empty(await Contacts.OfCaseAsync(Tenant, Records.IdOf("closed"), agent, 10, Cancel));
    }

    [Fact]
    public async Task A_question_about_a_case_that_the_index_does_not_have_is_told_to_nobody()
    {
        await CreateAsync("a", Question(1), Question(2, "gone"));

        Assert.Equal("1", await ToldAsync("a", All));
    }

    [Fact]
    public async Task A_case_whose_newer_record_is_in_quarantine_closes_the_questions_about_it()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1"));
        await CreateAsync("a", Question(1, "1"), Question(2));
        var agent = new ContactFilter(Everything, new AccessFilter([new AccessRule { UpTo = Confidentiality.Restricted, Disclosure = Disclosure.Disclosure.Full }], []));
        Assert.Equal("1 2", await ToldAsync("a", agent));

        await run.CommitAsync(Records.Hold("1", read: 1));

        Assert.Equal("2", await ToldAsync("a", agent));
    }

    [Fact]
    public async Task A_contact_without_a_question_is_told_to_whom_an_open_question_would_be()
    {
        await CreateAsync("a");

        Assert.Equal("", await ToldAsync("a", All));
        Assert.Null(await ToldAsync("a", new ContactFilter(new AccessFilter([new AccessRule { Departments = ["byggnadsnamnden"], Disclosure = Disclosure.Disclosure.Full }], []), Everything)));
        Assert.Null(await ToldAsync("a", new ContactFilter(AccessFilter.Nothing, Everything)));
    }

    [Fact]
    public void What_is_told_of_a_contact_is_what_its_questions_and_their_cases_let_be_told()
    {
        var confidentialities = Enum.GetValues<Confidentiality>();
        var rules = from departments in Gen.Elements<string?>("all", "byggnadsnamnden", "socialnamnden")
                    from upTo in Gen.Elements(confidentialities)
                    from full in Gen.Frequency((3, Gen.Constant(Disclosure.Disclosure.Full)), (1, Gen.Constant(Disclosure.Disclosure.Existence)))
                    select new AccessRule { Departments = departments == "all" ? null : [departments!], UpTo = upTo, Disclosure = full };
        var filters = from some in rules.ListOf() from limits in rules.ListOf() select new AccessFilter([.. some.Take(3)], [.. limits.Take(1).Select(limit => limit with { Disclosure = Disclosure.Disclosure.Hidden })]);
        var cases = (from department in Gen.Elements(Departments) from closed in Gen.Elements(confidentialities) select (department, closed)).ListOf(3);
        var questions = (from department in Gen.Elements(Departments)
                         from closed in Gen.Elements(confidentialities)
                         from links in Gen.SubListOf(0, 1, 2)
                         select (department, closed, links: links.ToArray())).ListOf(3);
        var town = 0;

        Holds(Prop.ForAll((from ofQuestions in filters from ofCases in filters from some in cases from asked in questions select (ofQuestions, ofCases, some, asked)).ToArbitrary(), given =>
        {
            var (ofQuestions, ofCases, some, asked) = given;
            var name = $"{town++}";
            var run = BeginAsync(Stream with { Stream = new StreamName($"permits-{name}") }).GetAwaiter().GetResult();
            run.CommitAsync([.. some.Select((one, at) => Records.Store(Records.Case($"{name}-{at}") with { Department = one.department, Confidentiality = one.closed }))]).AsTask().GetAwaiter().GetResult();
            CreateAsync(name, [.. asked.Select((one, at) => Question(at + 1, [.. one.links.Select(link => $"{name}-{link}")]) with { Department = one.department, Confidentiality = one.closed })]).GetAwaiter().GetResult();

            var expected = asked.Select((one, at) => (Number: at + 1, Told: ofQuestions.Of(default, one.department, null, one.closed) == Disclosure.Disclosure.Full
                && one.links.All(link => ofCases.Of(Records.Source, some[link].department, Records.Case("").Type, some[link].closed) == Disclosure.Disclosure.Full))).Where(one => one.Told).Select(one => one.Number).ToArray();
            var told = ToldAsync(name, new ContactFilter(ofQuestions, ofCases)).GetAwaiter().GetResult();
            return told == (expected.Length == 0 ? null : string.Join(' ', expected));
        }));
    }

    [Fact]
    public async Task Contacts_that_are_too_old_are_erased_with_all_that_is_about_them_the_oldest_first()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1"));
        foreach (var (name, minutes) in new[] { ("oldest", 0), ("old", 1), ("new", 60) })
            await Contacts.CreateAsync(Tenant, Contact(name, minutes), [Question(1, "1")], null, Cancel);

        Assert.Equal(1, await Contacts.EraseAsync(Tenant, Records.Opened.AddMinutes(30), Clock.GetUtcNow(), 1, Cancel));
        Assert.Null(await ReadAsync("oldest"));
        Assert.Equal(1, await Contacts.EraseAsync(Tenant, Records.Opened.AddMinutes(30), Clock.GetUtcNow(), 10, Cancel));
        Assert.Equal(0, await Contacts.EraseAsync(Tenant, Records.Opened.AddMinutes(30), Clock.GetUtcNow(), 10, Cancel));

        Assert.Equal([IdOf("new")], (await Contacts.FindAsync(Tenant, [Records.Person("tolvan")], All, 10, Cancel)).Select(found => found.Contact.Id));
        Assert.Equal([IdOf("new")], (await Contacts.OfCaseAsync(Tenant, Records.IdOf("1"), All, 10, Cancel)).Select(found => found.Contact.Id));
    }
}
