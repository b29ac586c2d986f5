using System.Runtime.InteropServices;

namespace Cairn.XgBoost.Native;

/// <summary>Chapter "Booster".</summary>
internal static unsafe partial class XgBoostApi
{
    [LibraryImport(Lib)]
    public static partial int XGBoosterCreate(nint* matrices, ulong length, nint* booster);

    [LibraryImport(Lib)]
    public static partial int XGBoosterFree(nint booster);

    [LibraryImport(Lib, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int XGBoosterSetParam(BoosterHandle booster, string name, string value);

    [LibraryImport(Lib, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int XGBoosterSetStrFeatureInfo(BoosterHandle booster, string field, string[] values, ulong length);

    [LibraryImport(Lib)]
    public static partial int XGBoosterUpdateOneIter(BoosterHandle booster, int round, MatrixHandle train);

    [LibraryImport(Lib, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int XGBoosterEvalOneIter(
        BoosterHandle booster, int round, nint* matrices, string[] names, ulong length, byte** text);

    [LibraryImport(Lib, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int XGBoosterPredictFromDMatrix(
        BoosterHandle booster, MatrixHandle matrix, string config, ulong** shape, ulong* rank, float** result);

    [LibraryImport(Lib, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int XGBoosterSaveModelToBuffer(BoosterHandle booster, string config, ulong* length, byte** data);

    [LibraryImport(Lib)]
    public static partial int XGBoosterLoadModelFromBuffer(BoosterHandle booster, byte* data, ulong length);

    [LibraryImport(Lib)]
    public static partial int XGBoosterBoostedRounds(BoosterHandle booster, int* rounds);

    [LibraryImport(Lib)]
    public static partial int XGBoosterGetNumFeature(BoosterHandle booster, ulong* features);

    [LibraryImport(Lib, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int XGBoosterDumpModelEx(
        BoosterHandle booster, string featureMap, int withStatistics, string format, ulong* length, byte*** trees);

    [LibraryImport(Lib, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int XGBoosterFeatureScore(
        BoosterHandle booster, string config, ulong* features, byte*** names, ulong* rank, ulong** shape, float** scores);
}
