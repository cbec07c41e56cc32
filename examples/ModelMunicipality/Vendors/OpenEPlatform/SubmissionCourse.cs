namespace ModelMunicipality.Vendors.OpenEPlatform;

/// <summary>One move in the life of a submission.</summary>
/// <param name="Day">How many working days after it came in.</param>
/// <param name="Standing">Where it stands from then on.</param>
readonly record struct Move(int Day, Standing Standing);

/// <summary>The lives that a submission may have.</summary>
static class SubmissionCourse
{
    static readonly Move[] Ordinary = [new(0, Standing.Submitted), new(1, Standing.InProgress), new(12, Standing.Archived)];
    static readonly Move[] Asked = [new(0, Standing.Submitted), new(2, Standing.InProgress), new(6, Standing.WaitingForCompletion), new(15, Standing.InProgress), new(30, Standing.Archived)];
    static readonly Move[] Slow = [new(0, Standing.Submitted), new(3, Standing.InProgress), new(20, Standing.WaitingForCompletion), new(90, Standing.InProgress), new(120, Standing.Archived)];
    static readonly Move[] Signed = [new(0, Standing.WaitingForMultiSign), new(4, Standing.Submitted), new(6, Standing.InProgress), new(40, Standing.Archived)];
    static readonly Move[] Paid = [new(0, Standing.WaitingForPayment), new(25, Standing.Submitted), new(27, Standing.InProgress), new(40, Standing.Archived)];
    static readonly Move[] TakenBack = [new(0, Standing.Submitted), new(2, Standing.InProgress), new(9, Standing.TakenBack)];
    static readonly Move[] Draft = [new(0, Standing.New)];

    /// <summary>A submission from which a permit came: the building office tells no more of it until the matter is over.</summary>
    public static IReadOnlyList<Move> OfPermit { get; } = [new(0, Standing.Submitted), new(1, Standing.InProgress), new(250, Standing.Archived)];

    /// <summary>The report of the resident who is shown to visitors.</summary>
    public static IReadOnlyList<Move> OfStoryFault { get; } = [new(0, Standing.Submitted)];

    /// <summary>The application of the resident who is shown to visitors: the other parent takes their time.</summary>
    public static IReadOnlyList<Move> OfStoryMultiSign { get; } = [new(0, Standing.WaitingForMultiSign)];

    /// <summary>The life of a submission from which no permit comes.</summary>
    /// <param name="service">Its e-service: only some are signed by two, only some cost something.</param>
    /// <param name="draw">A number that was drawn for it.</param>
    public static IReadOnlyList<Move> Of(EService service, ulong draw) => (draw % 20, service.Family) switch
    {
        (0, _) => Draft,
        (1, _) => TakenBack,
        (< 8, 210) => Signed,
        (< 16, 610) => Paid,
        (< 10, _) => Asked,
        (< 13, _) => Slow,
        _ => Ordinary,
    };
}
