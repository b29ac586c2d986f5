using System.Runtime.InteropServices;
using System.Text.Json;
using Cairn.XgBoost.Native;
using static Cairn.XgBoost.Native.XgBoostApi;

namespace Cairn.XgBoost;

/// <summary>
/// A model being trained or used. The same data, parameters, seed and <c>nthread=1</c> give the same model byte for byte; both are
/// the defaults here.
/// </summary>
public sealed unsafe class Booster : IDisposable
{
    private readonly BoosterHandle _booster;

    private Booster(nint booster) => _booster = new BoosterHandle(booster);

    /// <summary>An untrained model.</summary>
    /// <param name="parameters">By XGBoost's names, over <c>seed=0</c>, <c>nthread=1</c>, <c>verbosity=0</c>.</param>
    /// <param name="data">Every matrix that training and evaluation will use; the model takes its column names from the first.</param>
    /// <exception cref="XgBoostException">A parameter has a wrong form (others are found at the first round).</exception>
    public static Booster Create(IEnumerable<KeyValuePair<string, string>> parameters, params ReadOnlySpan<DMatrix> data)
    {
        nint[] matrices = new nint[data.Length];
        for (int i = 0; i < data.Length; i++)
            matrices[i] = data[i].Handle.DangerousGetHandle();
        nint made;
        fixed (nint* m = matrices)
            Check(XGBoosterCreate(m, (ulong)matrices.Length, &made));
        var booster = new Booster(made);
        try
        {
            var all = new Dictionary<string, string>(StringComparer.Ordinal) { ["seed"] = "0", ["nthread"] = "1", ["verbosity"] = "0" };
            foreach ((string name, string value) in parameters)
                all[name] = value;
            foreach ((string name, string value) in all)
                Check(XGBoosterSetParam(booster._booster, name, value));
            if (!data.IsEmpty && data[0].Names is { } names)
                Check(XGBoosterSetStrFeatureInfo(booster._booster, "feature_name", [.. names], (ulong)names.Count));
        }
        catch
        {
            booster.Dispose();
            throw;
        }

        return booster;
    }

    /// <summary>A model saved before, in JSON or UBJSON.</summary>
    /// <exception cref="XgBoostException">The bytes are no model of this library.</exception>
    public static Booster Load(ReadOnlySpan<byte> model)
    {
        if (model.IsEmpty)
            throw new XgBoostException("A model of zero bytes cannot be loaded.");
        Booster booster = Create([]);
        try
        {
            fixed (byte* bytes = model)
                Check(XGBoosterLoadModelFromBuffer(booster._booster, bytes, (ulong)model.Length));
        }
        catch
        {
            booster.Dispose();
            throw;
        }

        return booster;
    }

    /// <summary>Rounds of boosting done so far.</summary>
    public int Rounds
    {
        get
        {
            int rounds;
            Check(XGBoosterBoostedRounds(_booster, &rounds));
            return rounds;
        }
    }

    /// <summary>The number of columns the model was trained on.</summary>
    public int Features
    {
        get
        {
            ulong features;
            Check(XGBoosterGetNumFeature(_booster, &features));
            return (int)features;
        }
    }

    /// <summary>One more round of boosting: one more tree, or one per class.</summary>
    public void Update(int round, DMatrix train) => Check(XGBoosterUpdateOneIter(_booster, round, train.Handle));

    /// <summary>The metrics named by eval_metric over one matrix, for example <c>auc → 0.71</c>.</summary>
    public IReadOnlyDictionary<string, double> Evaluate(int round, DMatrix data)
    {
        nint matrix = data.Handle.DangerousGetHandle();
        byte* text;
        Check(XGBoosterEvalOneIter(_booster, round, &matrix, ["x"], 1, &text));
        GC.KeepAlive(data);
        return EvaluationLine.Parse(Marshal.PtrToStringUTF8((nint)text)!);
    }

    /// <summary>One value per row (binary:logistic: the probability; regression: the value), or rows × classes for multi:softprob.</summary>
    public float[] Predict(DMatrix data, PredictionKind kind = PredictionKind.Value)
    {
        ulong* shape;
        ulong rank;
        float* values;
        string config = $$"""{"type":{{(int)kind}},"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":false}""";
        Check(XGBoosterPredictFromDMatrix(_booster, data.Handle, config, &shape, &rank, &values));
        ulong length = 1;
        for (ulong i = 0; i < rank; i++)
            length *= shape[i];
        return new ReadOnlySpan<float>(values, checked((int)length)).ToArray();
    }

    public byte[] Save(ModelFormat format)
    {
        ulong length;
        byte* data;
        Check(XGBoosterSaveModelToBuffer(_booster, $$"""{"format":"{{(format == ModelFormat.Json ? "json" : "ubj")}}"}""", &length, &data));
        return new ReadOnlySpan<byte>(data, checked((int)length)).ToArray();
    }

    /// <summary>Each tree as JSON text, with gain and cover when asked for.</summary>
    public IReadOnlyList<string> Dump(bool withStatistics = false)
    {
        ulong length;
        byte** trees;
        Check(XGBoosterDumpModelEx(_booster, "", withStatistics ? 1 : 0, "json", &length, &trees));
        return Texts(trees, length);
    }

    /// <summary>How much each feature helped; features never split on are absent. Without names they are f0, f1, ...</summary>
    public IReadOnlyDictionary<string, float> Importance(ImportanceKind kind = ImportanceKind.Gain)
    {
        ulong features, rank;
        byte** names;
        ulong* shape;
        float* scores;
        string config = JsonSerializer.Serialize(new Dictionary<string, string>(StringComparer.Ordinal) { ["importance_type"] = ImportanceNames.Of(kind) });
        Check(XGBoosterFeatureScore(_booster, config, &features, &names, &rank, &shape, &scores));
        string[] texts = Texts(names, features);
        var importance = new Dictionary<string, float>(StringComparer.Ordinal);
        for (int i = 0; i < texts.Length; i++)
            importance[texts[i]] = scores[i];
        return importance;
    }

    public void Dispose() => _booster.Dispose();

    private static string[] Texts(byte** texts, ulong count)
    {
        var copied = new string[(int)count];
        for (int i = 0; i < copied.Length; i++)
            copied[i] = Marshal.PtrToStringUTF8((nint)texts[i])!;
        return copied;
    }
}
