namespace Cairn.Cli.Demo.Story;

/// <summary>How long a tour is, and on which day (from 1) what happens.</summary>
internal sealed record TourPlan(string Name, int Days, IReadOnlyDictionary<Beat, int> Beats)
{
    /// <summary>The day whose file is delivered cut off in the middle; null for none.</summary>
    public DateOnly? CutOff { get; init; }

    /// <summary>What is written otherwise in the project's files than in the sample.</summary>
    public IReadOnlyList<(string From, string To)> Otherwise { get; init; } = [];

    /// <summary>Five and a half weeks: every kind of cause once, and the bad release.</summary>
    public static TourPlan Fast { get; } = new("five weeks", 38, new Dictionary<Beat, int>
    {
        [Beat.FirstAppChange] = 3,
        [Beat.Contract] = 5,
        [Beat.FirstModel] = 10,
        [Beat.Monitoring] = 12,
        [Beat.Automation] = 14,
        [Beat.MachineReleases] = 18,
        [Beat.Scoring] = 21,
        [Beat.MoreMonitoring] = 23,
        [Beat.ThirdAppChange] = 26,
        [Beat.BadTable] = 24,
    })
    {
        CutOff = new DateOnly(2001, 1, 20),
    };

    /// <summary>All 181 days, and the six flights of 1 July. The code is kept up to the end: a practice that stops is lost.</summary>
    public static TourPlan Full { get; } = new("six months", 182, new Dictionary<Beat, int>
    {
        [Beat.FirstAppChange] = 3,
        [Beat.Contract] = 5,
        [Beat.SecondAppChange] = 8,
        [Beat.FirstModel] = 12,
        [Beat.Monitoring] = 14,
        [Beat.Automation] = 16,
        [Beat.MachineReleases] = 25,
        [Beat.Scoring] = 29,
        [Beat.MoreMonitoring] = 31,
        [Beat.ThirdAppChange] = 35,
        [Beat.FourthAppChange] = 90,
        [Beat.BadTable] = 117,
        [Beat.TrainingCheck] = 135,
        [Beat.FifthAppChange] = 150,
        [Beat.DataCheck] = 165,
    })
    {
        CutOff = new DateOnly(2001, 1, 20),
    };

    /// <summary>Twelve days with shorter windows, for tests.</summary>
    public static TourPlan Short { get; } = new("twelve days", 12, new Dictionary<Beat, int>
    {
        [Beat.Contract] = 2,
        [Beat.FirstModel] = 4,
        [Beat.Monitoring] = 5,
        [Beat.Automation] = 5,
        [Beat.MachineReleases] = 6,
        [Beat.BadTable] = 9,
    })
    {
        CutOff = new DateOnly(2001, 1, 6),
        Otherwise =
        [
            ("train: 28d, test: 7d", "train: 8d, test: 1d"), ("cool_down: 7d", "cool_down: 2d"), ("cool_down: 10d", "cool_down: 2d"), ("over: 7d", "over: 2d"),
            ("cadence: 7d", "cadence: 2d"), ("metrics.auc >= 0.58", "metrics.auc >= 0.5"), ("champion.auc - 0.02", "champion.auc - 0.1"), ("slice.auc >= 0.5", "slice.auc >= 0.3"),
        ],
    };
}

/// <summary>What people do on a day the plan names.</summary>
internal enum Beat
{
    FirstAppChange,
    Contract,
    SecondAppChange,
    FirstModel,
    Monitoring,
    Automation,
    MachineReleases,
    Scoring,
    MoreMonitoring,
    ThirdAppChange,
    FourthAppChange,
    TrainingCheck,
    FifthAppChange,
    DataCheck,
    BadTable,
}
